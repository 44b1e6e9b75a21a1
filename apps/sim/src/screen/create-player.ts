import type { SwitchyardEvent } from "@switchyard/contract";
import type { Pace } from "@switchyard/simulator";
import type { Pacer } from "./create-pacer.ts";
import { createPlayback, type Goal } from "./create-playback.ts";
import type { Tape } from "./create-tape.ts";

/** A pace that may also be moved through what has been. */
export interface Player<State = unknown> extends Pace {
  /** Takes an event that happened, and what is known after it where that was folded already. */
  record(event: SwitchyardEvent, after?: State): void;
  /** Pauses, and shows what was known so many milliseconds earlier. */
  back(durationMs: number): void;
  /** Goes on at once to so many milliseconds later. */
  forward(durationMs: number): void;
  /** Pauses, and takes one event back. */
  stepBack(): void;
  /** Goes on at once until the goal is met, then pauses. */
  jump(isMet: Goal["isMet"]): void;
  /** Shows the newest; a pause stays. */
  catchUp(): void;
  /** Shows the newest, and goes on at once until the goal is met: paused before, paused after. */
  follow(isMet: Goal["isMet"]): void;
  /** Shows the newest, and goes on from there. */
  toNewest(): void;
  /** Plays what has been for as long as `signal` lasts: the end of the run is not its end. */
  replay(signal: AbortSignal): Promise<void>;
}

export type PlayerTape<State> = Omit<Tape<State>, "state" | "newest">;

/**
 * Paces events that come in, and after a step back those that were there before, in one order.
 *
 * @param nowMs the run's instant at the playhead
 */
export function createPlayer<State>(
  tape: PlayerTape<State>,
  pacer: Pacer,
  nowMs: () => number,
): Player<State> {
  const playback = createPlayback(tape, pacer);
  const { move } = playback;
  const pauseAnd = (change: () => void): void =>
    move(() => {
      pacer.pause();
      change();
    });
  return {
    beforeEvent: (atMs) => (pacer.isReleased() ? undefined : playback.before(atMs)),
    record: (event, after) => {
      tape.record(event, after);
      if (tape.next() === undefined) playback.lookAt(event);
    },
    back: (durationMs) => pauseAnd(() => tape.rewind(nowMs() - durationMs)),
    stepBack: () => pauseAnd(tape.stepBack),
    forward: (durationMs) => {
      const untilMs = nowMs() + durationMs;
      move(() => {}, { isMet: ({ atMs }) => atMs >= untilMs, pauses: false });
    },
    jump: (isMet) => move(() => {}, { isMet, pauses: true }),
    catchUp: () => move(tape.toNewest),
    follow: (isMet) => move(tape.toNewest, { isMet, pauses: pacer.state().isPaused }),
    toNewest: () =>
      move(() => {
        tape.toNewest();
        pacer.goOn();
      }),
    replay: async (signal) => {
      const end = (): void => move(() => {});
      signal.addEventListener("abort", end, { once: true });
      await playback.play(undefined, () => signal.aborted);
      signal.removeEventListener("abort", end);
    },
  };
}
