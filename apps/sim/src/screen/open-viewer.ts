import type { SwitchyardEvent } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import type { Shell } from "../cli/shell.ts";
import type { Hands } from "../hands/create-hands.ts";
import { createLineReporter } from "../plain/create-line-reporter.ts";
import { explainStory } from "../view/explain-story.ts";
import type { ViewModel } from "../view/view-model.ts";
import { createPacer, type Pacer, type WallClock } from "./create-pacer.ts";
import { createPlayer, type Player } from "./create-player.ts";
import { createScreenStore } from "./create-screen-store.ts";
import { createTape } from "./create-tape.ts";
import type { CheckLine } from "./frame.ts";
import { openScreen, type OpenScreen } from "./open-screen.tsx";
import { createAnnouncer } from "./ReaderScreen.tsx";
import { spokenText } from "./spoken-text.ts";
import type { Theme } from "./theme.ts";
import { readCosts, screenStateOf, stepScreen } from "./screen-state.ts";

/** A screen with its tape and what moves it. */
export interface Viewer {
  readonly player: Player;
  readonly pacer: Pacer;
  readonly screen: OpenScreen;
}

export interface ViewerOptions {
  readonly shell: Pick<Shell, "stdin" | "stdout" | "stderr">;
  readonly theme: Theme;
  readonly clock: WallClock;
  /** Virtual seconds per second at first. */
  readonly speed: number;
  /** What is known before the first event. */
  readonly model: ViewModel;
  /** Judges the expectations as of now. */
  readonly checks: () => readonly CheckLine[];
  /** The policy and catalogue. Absent: asks are explained by codes alone. */
  readonly bundle?: LoadedBundle;
  /** What can be done to the run. Absent: it can only be watched. */
  readonly hands?: Hands;
  /** The viewer leaves before the end. */
  readonly onQuit: () => void;
}

/** Opens the screen over events that are still to come. */
export function openViewer(options: ViewerOptions): Viewer {
  const { shell, theme, clock, speed, model, checks, bundle, hands, onQuit } = options;
  const withHands = hands === undefined ? {} : { hands };
  const pacer = createPacer(speed, clock);
  const tape = createTape({ initial: screenStateOf(model), step: stepScreen });
  const announcer = createAnnouncer();
  const player = createPlayer(tape, pacer, () => tape.state().model.nowAtMs);
  const store = createScreenStore({
    tape,
    pace: pacer.state,
    checks,
    readCosts,
    explain: (story) => explainStory(story, bundle),
    nowMs: clock.nowMs,
    ...withHands,
  });
  const screen = openScreen({
    shell,
    theme,
    announcer,
    store,
    pacer,
    player,
    onQuit,
    ...withHands,
  });
  if (!theme.isSpoken) return { player, pacer, screen };
  const say = (line: string): void => announcer.say(spokenText([{ text: line }]));
  const report = createLineReporter({ write: say, nowMs: clock.nowMs, isTerse: true });
  const record = (event: SwitchyardEvent): void => {
    const before = tape.newest().model;
    player.record(event);
    report(before, tape.newest().model, event);
  };
  return { player: { ...player, record }, pacer, screen };
}
