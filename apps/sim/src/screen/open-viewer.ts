import type { SwitchyardEvent } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import type { ViewListener } from "../chaos/view-of-run.ts";
import type { Shell } from "../cli/shell.ts";
import type { Hands } from "../hands/create-hands.ts";
import { createLineReporter } from "../plain/create-line-reporter.ts";
import { explainStory } from "../view/explain-story.ts";
import type { ViewModel } from "../view/view-model.ts";
import { createPacer, type Pacer, type WallClock } from "./create-pacer.ts";
import { createPlayer, type Player } from "./create-player.ts";
import { createScreenStore, type ScreenStore } from "./create-screen-store.ts";
import { createTape } from "./create-tape.ts";
import type { CheckLine } from "./frame.ts";
import { openScreen, type OpenScreen } from "./open-screen.tsx";
import { createAnnouncer } from "./ReaderScreen.tsx";
import { spokenText } from "./spoken-text.ts";
import type { Theme } from "./theme.ts";
import { readCosts, screenStateOf, stepScreen, type ScreenState } from "./screen-state.ts";

/** What a screen shows and what moves it, without a terminal. */
export interface Viewing {
  /**
   * Takes an event that happened.
   *
   * @param known the model after it, where it was folded already
   */
  record(event: SwitchyardEvent, known?: ViewModel): void;
  readonly player: Player;
  readonly pacer: Pacer;
  readonly store: ScreenStore;
}

/** A screen with what moves it. */
export interface Viewer extends Pick<Viewing, "record" | "player" | "pacer"> {
  readonly screen: OpenScreen;
}

export interface ViewingOptions {
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
}

export interface ViewerOptions extends ViewingOptions {
  readonly shell: Pick<Shell, "stdin" | "stdout" | "stderr">;
  readonly theme: Theme;
  /** The viewer leaves before the end. */
  readonly onQuit: () => void;
}

/** Opens the screen over events that are still to come. */
export function openViewer(options: ViewerOptions): Viewer {
  const { shell, theme, clock, hands, onQuit } = options;
  const announcer = createAnnouncer();
  const say = (line: string): void => announcer.say(spokenText([{ text: line }]));
  const report = createLineReporter({ write: say, nowMs: clock.nowMs, isTerse: true });
  const viewing = createViewing(options, theme.isSpoken ? report : () => {});
  const withHands = hands === undefined ? {} : { hands };
  const screen = openScreen({ ...viewing, shell, theme, announcer, onQuit, ...withHands });
  return { ...viewing, screen };
}

/** Makes what a screen shows; `listener` is told of each change. */
export function createViewing(options: ViewingOptions, listener: ViewListener): Viewing {
  const { clock, speed, model, checks, bundle, hands } = options;
  const pacer = createPacer(speed, clock);
  const tape = createTape({
    initial: screenStateOf(model),
    step: (state: ScreenState, event) => stepScreen(state, event),
  });
  const player = createPlayer(tape, pacer, () => tape.state().model.nowAtMs);
  const store = createScreenStore({
    tape,
    pace: pacer.state,
    checks,
    readCosts,
    explain: (story) => explainStory(story, hands?.policy.loadedOf(story.bundle) ?? bundle),
    nowMs: clock.nowMs,
    ...(hands !== undefined && { hands }),
  });
  return {
    record: (event, known) => {
      const before = tape.newest();
      const after = stepScreen(before, event, known);
      player.record(event, after);
      listener(before.model, after.model, event);
    },
    player,
    pacer,
    store,
  };
}
