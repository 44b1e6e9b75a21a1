import { render } from "ink";
import type { Shell } from "../cli/shell.ts";
import { App } from "./App.tsx";
import { createControls, type Controlled } from "./create-controls.ts";
import type { Announcer } from "./ReaderScreen.tsx";
import { FRAMES_PER_SECOND, startSampling } from "./start-sampling.ts";
import type { Theme } from "./theme.ts";
import type { VerdictLine } from "./frame.ts";
import type { KeyCommand } from "./key-command.ts";

/** A screen that is open on the terminal. */
export interface OpenScreen {
  /** Shows how it ended, until the viewer leaves or `signal` is aborted. */
  showVerdict(verdict: VerdictLine, signal: AbortSignal): Promise<void>;
  /** Gives the terminal back as it was. Idempotent. */
  close(): Promise<void>;
}

export interface OpenScreenOptions extends Controlled {
  readonly shell: Pick<Shell, "stdin" | "stdout" | "stderr">;
  readonly theme: Theme;
  readonly announcer: Announcer;
  /** The viewer leaves before the end. */
  readonly onQuit: () => void;
}

/** Opens the screen on the terminal's alternate buffer. */
export function openScreen(options: OpenScreenOptions): OpenScreen {
  const { shell, theme, announcer, store, player, onQuit } = options;
  let isOver = false;
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });

  const obey = createControls(options, () => {
    leave();
    if (!isOver) onQuit();
  });
  const onCommand = (command: KeyCommand): void => {
    obey(command);
    store.sample();
  };

  const root = <App store={store} theme={theme} announcer={announcer} onCommand={onCommand} />;
  const app = render(root, {
    stdin: shell.stdin,
    stdout: shell.stdout,
    stderr: shell.stderr,
    exitOnCtrlC: false,
    interactive: true,
    patchConsole: false,
    isScreenReaderEnabled: theme.isSpoken,
    alternateScreen: !theme.isSpoken,
    incrementalRendering: true,
    maxFps: FRAMES_PER_SECOND,
  });
  const stopSampling = startSampling(store, options.pacer);
  return {
    showVerdict: async (verdict, signal) => {
      isOver = true;
      store.showVerdict(verdict);
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
      // What has been may still be gone through.
      const end = new AbortController();
      const replayed = player.replay(end.signal);
      await left;
      end.abort();
      await replayed;
    },
    close: async () => {
      stopSampling();
      app.unmount();
      await app.waitUntilExit();
    },
  };
}
