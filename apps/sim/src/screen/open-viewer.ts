import type { LoadedBundle } from "@switchyard/policy";
import type { Shell } from "../cli/shell.ts";
import type { Hands } from "../hands/create-hands.ts";
import { explainStory } from "../view/explain-story.ts";
import type { ViewModel } from "../view/view-model.ts";
import { createPacer, type Pacer, type WallClock } from "./create-pacer.ts";
import { createPlayer, type Player } from "./create-player.ts";
import { createScreenStore } from "./create-screen-store.ts";
import { createTape } from "./create-tape.ts";
import type { CheckLine } from "./frame.ts";
import { openScreen, type OpenScreen } from "./open-screen.tsx";
import { readCosts, screenStateOf, stepScreen } from "./screen-state.ts";

/** A screen with its tape and what moves it. */
export interface Viewer {
  readonly player: Player;
  readonly pacer: Pacer;
  readonly screen: OpenScreen;
}

export interface ViewerOptions {
  readonly shell: Pick<Shell, "stdin" | "stdout" | "stderr">;
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
  const { shell, clock, speed, model, checks, bundle, hands, onQuit } = options;
  const withHands = hands === undefined ? {} : { hands };
  const pacer = createPacer(speed, clock);
  const tape = createTape({ initial: screenStateOf(model), step: stepScreen });
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
  const screen = openScreen({ shell, store, pacer, player, onQuit, ...withHands });
  return { player, pacer, screen };
}
