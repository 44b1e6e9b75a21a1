import { strict as assert } from "node:assert";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { patienceMs } from "./choose-hedge.ts";
import type { Attempt, ClimbState } from "./climb-state.ts";
import type { Turn } from "./step.ts";

/**
 * Makes the call that was reserved, unless the reservation took until the caller left, the time was
 * over or, for a hedge, a call beside it had ended.
 */
export function startCall(ascent: Ascent, before: ClimbState, live: Live): Turn {
  const { current: attempt } = before;
  assert(attempt !== undefined, "A reservation's outcome came while none was asked for.");
  const state = { ...before, current: undefined };
  const leftMs = remainingMs(ascent, live);
  if (live.aborted || live.landed || leftMs <= 0)
    return {
      state,
      entered: [],
      step: { kind: "close", attempt, settlement: { kind: "release" } },
    };
  const { id } = attempt.endpoint;
  const call = { attempt, startedAtMs: live.nowMs, timeoutMs: ownTimeMs(ascent, attempt, leftMs) };
  const calling = {
    ...state,
    calls: { ...state.calls, [id]: (state.calls[id] ?? 0) + 1 },
    open: [...state.open, call],
  };
  const patience = patienceMs(ascent, calling, call);
  return {
    state: calling,
    entered: [],
    step: {
      kind: "call",
      attempt,
      timeoutMs: call.timeoutMs,
      ...(patience !== undefined && { patienceMs: patience }),
      ...(state.open.length > 0 && { lengthened: lengthened(ascent, state, live) }),
    },
  };
}

/** The policy's own limit or the time left, less what is kept back for the next endpoint. */
function ownTimeMs(ascent: Ascent, { endpoint, keptBackMs }: Attempt, leftMs: number): number {
  const ownMs = leftMs - keptBackMs;
  const shareMs = ownMs >= endpoint.latencyMsP95 ? ownMs : leftMs;
  return Math.min(ascent.policy.defaults.timeouts.totalMs, shareMs);
}

/** The time that was kept back is for the hedge now, so the calls beside it may have it too. */
function lengthened(
  ascent: Ascent,
  { open }: ClimbState,
  live: Live,
): Readonly<Record<string, number>> {
  const leftMs = remainingMs(ascent, live);
  const { totalMs } = ascent.policy.defaults.timeouts;
  const times: Record<string, number> = {};
  for (const { attempt, startedAtMs } of open)
    times[attempt.attemptId] = Math.min(leftMs, totalMs - (live.nowMs - startedAtMs));
  return times;
}
