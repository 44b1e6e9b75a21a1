import { render } from "ink";
import type { Shell } from "../cli/shell.ts";
import { App } from "./App.tsx";
import type { Pacer } from "./create-pacer.ts";
import type { ScreenStore } from "./create-screen-store.ts";
import type { VerdictLine } from "./frame.ts";
import type { KeyCommand } from "./key-command.ts";

/** More frames than this are not seen, and cost the rehearsal time. */
const FRAMES_PER_SECOND = 10;

/** A screen that is open on the terminal. */
export interface OpenScreen {
  /** Shows how it ended, until the viewer leaves or `signal` is aborted. */
  showVerdict(verdict: VerdictLine, signal: AbortSignal): Promise<void>;
  /** Gives the terminal back as it was. Idempotent. */
  close(): Promise<void>;
}

export interface OpenScreenOptions {
  readonly shell: Shell;
  readonly store: ScreenStore;
  readonly pacer: Pacer;
  /** The viewer leaves before the end. */
  readonly onQuit: () => void;
}

/** Opens the screen on the terminal's alternate buffer. */
export function openScreen({ shell, store, pacer, onQuit }: OpenScreenOptions): OpenScreen {
  let isOver = false;
  let leave = (): void => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });

  const controls: Readonly<Record<KeyCommand, () => void>> = {
    pause: pacer.togglePause,
    step: pacer.step,
    slower: pacer.slower,
    faster: pacer.faster,
    fastest: pacer.fastest,
    help: store.toggleHelp,
    costs: store.toggleCosts,
    "close-page": () => {
      const { isHelpOpen, costs } = store.snapshot();
      if (isHelpOpen) store.toggleHelp();
      else if (costs !== undefined) store.toggleCosts();
    },
    quit: () => {
      leave();
      if (!isOver) onQuit();
    },
  };
  const onCommand = (command: KeyCommand): void => {
    controls[command]();
    store.sample();
  };

  const app = render(<App store={store} onCommand={onCommand} />, {
    stdin: shell.stdin,
    stdout: shell.stdout,
    stderr: shell.stderr,
    exitOnCtrlC: false,
    interactive: true,
    patchConsole: false,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: FRAMES_PER_SECOND,
  });
  const sampling = setInterval(store.sample, 1_000 / FRAMES_PER_SECOND);
  return {
    showVerdict: async (verdict, signal) => {
      isOver = true;
      store.showVerdict(verdict);
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
      await left;
    },
    close: async () => {
      clearInterval(sampling);
      app.unmount();
      await app.waitUntilExit();
    },
  };
}
