import type { Ladder } from "@switchyard/contract";

/** When a rung closes and for how long. */
export type Hysteresis = NonNullable<Ladder["hysteresis"]>;

/**
 * Whether asks of a route may climb to one of its rungs. The generation grows with every change of
 * phase and every trial, so that an ask that began before one cannot speak in it.
 */
export type RungState =
  | { readonly phase: "open"; readonly generation: number; readonly failuresInARow: number }
  | (Closure & {
      readonly phase: "closed";
      readonly generation: number;
      readonly untilMs: number;
    })
  /** Open to one ask at a time. The ask that has the trial keeps it until it ends, at most so long. */
  | (Closure & {
      readonly phase: "trial";
      readonly generation: number;
      readonly takenUntilMs: number;
    });

/** When and why a rung closed. Monotonic. */
interface Closure {
  readonly sinceMs: number;
  readonly cause: string;
}

/** What an ask says of a rung when it ends. */
export interface RungVerdict {
  /** `neutral`: it did not come so far, or what kept it from an answer was not the rung. */
  readonly verdict: "answered" | "failed" | "neutral";
  /** What failed, in a few words. */
  readonly reason: string;
}

/** What asks see change. */
export interface RungChange {
  readonly to: "open" | "closed" | "trial";
  readonly cause: string;
}

/** A rung after something happened, and what asks see change, if they do. */
export interface RungTurn {
  readonly state: RungState;
  readonly change?: RungChange;
}

/** Why an ask may not climb to a rung. */
export interface RungClosure {
  /** Why it closed. */
  readonly cause: string;
  /** How long it has been closed, in milliseconds. */
  readonly forMs: number;
  /** In how many milliseconds an ask may try it. 0: one is trying it now. */
  readonly leftMs: number;
}

/** A rung on which no ask has failed. */
export const NEW_RUNG: RungState = { phase: "open", generation: 0, failuresInARow: 0 };

/** Why an ask that begins now may not climb to the rung; undefined: it may. */
export function closureAt(state: RungState, nowMs: number): RungClosure | undefined {
  if (state.phase === "open") return undefined;
  const untilMs = state.phase === "closed" ? state.untilMs : state.takenUntilMs;
  if (nowMs >= untilMs) return undefined;
  const leftMs = state.phase === "closed" ? untilMs - nowMs : 0;
  return { cause: state.cause, forMs: nowMs - state.sinceMs, leftMs };
}

/**
 * Lets an ask climb that {@link closureAt} does not keep from it. The generation of the new state
 * is the ask's ticket for {@link endAsk}.
 *
 * @param untilMs instant at which the ask gives a trial back though it has not ended
 */
export function admitAsk(state: RungState, untilMs: number): RungTurn {
  if (state.phase === "open") return { state };
  const { sinceMs, cause } = state;
  const generation = state.generation + 1;
  const next: RungState = { phase: "trial", generation, sinceMs, cause, takenUntilMs: untilMs };
  if (state.phase === "trial") return { state: next };
  return { state: next, change: { to: "trial", cause: "it was closed for its time" } };
}

/** Judges a rung by the end of an ask. One with a ticket of an earlier generation changes nothing. */
export function endAsk(
  state: RungState,
  ticket: number,
  { verdict, reason }: RungVerdict,
  { enterAfterFailures, leaveAfterMs }: Hysteresis,
  nowMs: number,
): RungTurn {
  if (ticket !== state.generation || state.phase === "closed") return { state };
  if (verdict === "answered") return opened(state);
  if (verdict === "neutral")
    return { state: state.phase === "open" ? state : { ...state, takenUntilMs: nowMs } };

  const close = (cause: string): RungTurn => ({
    state: {
      phase: "closed",
      generation: state.generation + 1,
      sinceMs: nowMs,
      cause,
      untilMs: nowMs + leaveAfterMs,
    },
    change: { to: "closed", cause },
  });
  if (state.phase === "trial") return close(`failed on trial: ${reason}`);
  const failuresInARow = state.failuresInARow + 1;
  if (failuresInARow < enterAfterFailures) return { state: { ...state, failuresInARow } };
  return close(`${asks(failuresInARow)} failed on it, the last: ${reason}`);
}

/** A success in a row of successes changes nothing: asks beside it may still speak. */
function opened(state: RungState): RungTurn {
  if (state.phase === "open") return { state: { ...state, failuresInARow: 0 } };
  return {
    state: { phase: "open", generation: state.generation + 1, failuresInARow: 0 },
    change: { to: "open", cause: "an ask was answered on trial" },
  };
}

function asks(count: number): string {
  return count === 1 ? "1 ask" : `${count} asks in a row`;
}
