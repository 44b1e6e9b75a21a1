import type { BreakerSettings, BreakerWord } from "@switchyard/contract";
import { totalsOf, withCall, type CallWindow } from "./call-window.ts";

/** Whether an endpoint is called, left alone, or probed. */
export type BreakerPhase = "closed" | "open" | "half-open";

/**
 * One endpoint's breaker. A generation ends with every change of phase, so that a call that began
 * in one phase cannot speak in the next.
 */
export type BreakerState =
  | {
      readonly phase: "closed";
      readonly generation: number;
      readonly failuresInARow: number;
      readonly lastFailureAtMs: number;
      readonly window: CallWindow;
    }
  | { readonly phase: "open"; readonly generation: number; readonly untilMs: number }
  | {
      readonly phase: "half-open";
      readonly generation: number;
      readonly inFlight: number;
      readonly passed: number;
      readonly slow: number;
    };

/** How an admitted call ended, in the breaker's words. */
export interface CallEnd {
  /** `barred`: the endpoint will not serve for some time, so one such failure opens the breaker. */
  readonly verdict: "passed" | "failed" | "barred" | "neutral";
  /** The kind of failure, for the cause of a change. */
  readonly reason: string;
  readonly durationMs: number;
  /** How long the provider asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A breaker after something happened, and why its phase changed, if it did. */
export interface BreakerTurn {
  readonly state: BreakerState;
  readonly cause?: string;
}

/** The longest time that a provider's own hint keeps a breaker open: a wrong hint is not for good. */
const OPEN_MS_MAX = 3_600_000;

/** A breaker that has seen nothing. */
export const NEW_BREAKER: BreakerState = closed(0);

/** What the next call meets: half-open only while a probe is free, and open otherwise. */
export function phaseFor(
  state: BreakerState,
  settings: BreakerSettings,
  nowMs: number,
): BreakerPhase {
  if (state.phase === "closed") return "closed";
  if (state.phase === "open") return nowMs < state.untilMs ? "open" : "half-open";
  return state.inFlight + state.passed < settings.halfOpenProbes ? "half-open" : "open";
}

/**
 * Takes the place of a call that {@link phaseFor} lets through. The generation of the new state
 * is the call's ticket for {@link endCall}.
 */
export function admitCall(state: BreakerState, settings: BreakerSettings): BreakerTurn {
  if (state.phase === "closed") return { state };
  if (state.phase === "half-open") return { state: { ...state, inFlight: state.inFlight + 1 } };
  const generation = state.generation + 1;
  return {
    state: { phase: "half-open", generation, inFlight: 1, passed: 0, slow: 0 },
    cause: `open for its time, now up to ${settings.halfOpenProbes} probes`,
  };
}

/** Judges an admitted call's end. One of an earlier generation changes nothing. */
export function endCall(
  state: BreakerState,
  ticket: number,
  end: CallEnd,
  settings: BreakerSettings,
  nowMs: number,
): BreakerTurn {
  if (ticket !== state.generation) return { state };
  if (state.phase === "closed") return endClosedCall(state, end, settings, nowMs);
  if (state.phase === "half-open") return endProbe(state, end, settings, nowMs);
  return { state };
}

/**
 * A breaker after what another process found. A rest opens it, whatever it was, and never for less
 * than it is open already; a closing closes it.
 */
export function hearBreaker(state: BreakerState, word: BreakerWord, nowMs: number): BreakerTurn {
  const cause = `another process: ${word.cause}`;
  if (word.kind === "closed")
    return state.phase === "closed" ? { state } : { state: closed(state.generation + 1), cause };
  const untilMs = nowMs + Math.min(word.leftMs, OPEN_MS_MAX);
  if (state.phase === "open")
    return { state: { ...state, untilMs: Math.max(state.untilMs, untilMs) } };
  return { state: { phase: "open", generation: state.generation + 1, untilMs }, cause };
}

/** What the end of a call that changed the phase has to say to other processes. */
export function breakerWord(
  endpoint: string,
  { state, cause }: BreakerTurn,
  nowMs: number,
): BreakerWord | undefined {
  if (cause === undefined || state.phase === "half-open") return undefined;
  return state.phase === "closed"
    ? { kind: "closed", endpoint, cause }
    : { kind: "opened", endpoint, cause, leftMs: state.untilMs - nowMs };
}

function endClosedCall(
  state: BreakerState & { readonly phase: "closed" },
  end: CallEnd,
  settings: BreakerSettings,
  nowMs: number,
): BreakerTurn {
  if (end.verdict === "neutral") return { state };
  if (end.verdict === "barred")
    return { state: opened(state, end, settings, nowMs), cause: end.reason };

  const failed = end.verdict === "failed";
  const isStale = nowMs - state.lastFailureAtMs > settings.windowMs;
  const before = isStale ? 0 : state.failuresInARow;
  const next = {
    ...state,
    failuresInARow: failed ? before + 1 : 0,
    lastFailureAtMs: failed ? nowMs : state.lastFailureAtMs,
    window: withCall(
      state.window,
      { failed, slow: end.durationMs >= settings.slowCallMs },
      nowMs,
      settings.windowMs,
    ),
  };
  const cause = causeToOpen(next, end, settings);
  return cause === undefined
    ? { state: next }
    : { state: opened(next, end, settings, nowMs), cause };
}

function causeToOpen(
  { failuresInARow, window }: BreakerState & { readonly phase: "closed" },
  { reason }: CallEnd,
  settings: BreakerSettings,
): string | undefined {
  if (failuresInARow >= settings.consecutiveFailures)
    return `${failuresInARow} failures in a row, the last: ${reason}`;
  const { calls, failures, slow } = totalsOf(window);
  if (calls < settings.callsMin) return undefined;
  if (failures / calls >= settings.failureRate)
    return `${failures} of ${calls} calls failed within ${settings.windowMs} ms`;
  if (slow / calls >= settings.slowCallRate)
    return `${slow} of ${calls} calls took ${settings.slowCallMs} ms or longer`;
  return undefined;
}

function endProbe(
  state: BreakerState & { readonly phase: "half-open" },
  end: CallEnd,
  settings: BreakerSettings,
  nowMs: number,
): BreakerTurn {
  const inFlight = state.inFlight - 1;
  if (end.verdict === "neutral") return { state: { ...state, inFlight } };
  if (end.verdict !== "passed")
    return {
      state: opened(state, end, settings, nowMs),
      cause: `a probe failed: ${end.reason}`,
    };
  const passed = state.passed + 1;
  const slow = state.slow + (end.durationMs >= settings.slowCallMs ? 1 : 0);
  if (passed < settings.halfOpenProbes) return { state: { ...state, inFlight, passed, slow } };
  if (slow / passed >= settings.slowCallRate)
    return {
      state: opened(state, end, settings, nowMs),
      cause: `${slow} of ${passed} probes took ${settings.slowCallMs} ms or longer`,
    };
  return { state: closed(state.generation + 1), cause: `${passed} probes passed` };
}

function closed(generation: number): BreakerState {
  return {
    phase: "closed",
    generation,
    failuresInARow: 0,
    lastFailureAtMs: Number.NEGATIVE_INFINITY,
    window: [],
  };
}

function opened(
  { generation }: BreakerState,
  { retryAfterMs = 0 }: CallEnd,
  { openForMs }: BreakerSettings,
  nowMs: number,
): BreakerState {
  const openMs = Math.max(openForMs, Math.min(retryAfterMs, OPEN_MS_MAX));
  return { phase: "open", generation: generation + 1, untilMs: nowMs + openMs };
}
