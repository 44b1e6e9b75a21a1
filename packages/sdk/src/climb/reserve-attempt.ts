import type { Decision, PlannedEndpoint } from "@switchyard/contract";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { callsMade, type Attempt, type ClimbState, type RefusedAnswer } from "./climb-state.ts";
import { quoteAttempt } from "./quote-attempt.ts";
import { findEndpoint } from "./search-rungs.ts";
import type { Turn } from "./step.ts";

/** A reservation outlives its call's timeout by this much: time to settle it. */
export const LEASE_MARGIN_MS = 10_000;

/** Reserves for the only call in flight, which leaves time for the endpoint that would follow it. */
export function reserveAttempt(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  endpoint: PlannedEndpoint,
  entered: readonly Decision[],
): Turn {
  const last = state.history.at(-1);
  const kind = last === undefined ? "first" : last.endpoint === endpoint.id ? "retry" : "fallback";
  const backMs = keptBackMs(ascent, state, live, endpoint);
  const attempt = newAttempt(ascent, state, live, endpoint, {
    kind,
    keptBackMs: backMs,
    mends: undefined,
  });
  const placeWaitMs = Math.max(0, remainingMs(ascent, live) - endpoint.latencyMsP95 - backMs);
  return { ...reserve(ascent, state, live, attempt, placeWaitMs), entered };
}

/** Reserves for a call that mends a refused answer: it sends that answer along, and pays for it. */
export function reserveRepair(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  endpoint: PlannedEndpoint,
  mends: RefusedAnswer,
): Turn {
  const own = { kind: "repair", keptBackMs: 0, mends } as const;
  const attempt = newAttempt(ascent, state, live, endpoint, own);
  const placeWaitMs = Math.max(0, remainingMs(ascent, live) - endpoint.latencyMsP95);
  return reserve(ascent, { ...state, repairs: state.repairs + 1 }, live, attempt, placeWaitMs);
}

/** Reserves for a call beside others. It waits in no line: an answer may come meanwhile. */
export function reserveHedge(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  endpoint: PlannedEndpoint,
): Turn {
  const attempt = newAttempt(ascent, state, live, endpoint, {
    kind: "hedge",
    keptBackMs: 0,
    mends: undefined,
  });
  return reserve(ascent, { ...state, hedges: state.hedges + 1 }, live, attempt, 0);
}

function newAttempt(
  ascent: Ascent,
  { rungIndex, reservations, continues }: ClimbState,
  { epochMs }: Live,
  endpoint: PlannedEndpoint,
  { kind, keptBackMs, mends }: Pick<Attempt, "kind" | "keptBackMs" | "mends">,
): Attempt {
  const rung = ascent.plan.rungs[rungIndex]?.rung ?? "full";
  const quote = quoteAttempt(ascent, rung, endpoint, epochMs, { mends, continues });
  const { settings, model, price, lines, amountMicroUsd, outputTokensMax } = quote;
  return {
    attemptId: `${ascent.askId}/${reservations + 1}`,
    kind,
    endpoint,
    rung,
    settings,
    model,
    price,
    lines,
    amountMicroUsd,
    outputTokensMax,
    mends,
    continues,
    keptBackMs,
  };
}

function reserve(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  attempt: Attempt,
  placeWaitMs: number,
): Turn {
  const { totalMs } = ascent.policy.defaults.timeouts;
  const leaseMs = Math.min(totalMs, remainingMs(ascent, live)) + LEASE_MARGIN_MS;
  return {
    state: { ...state, reservations: state.reservations + 1, current: attempt },
    entered: [],
    step: { kind: "reserve", attempt, leaseMs, placeWaitMs },
  };
}

/**
 * Time that a call leaves for the endpoint that would follow its failure: that one's p95. 0 when
 * no other endpoint's p95 fits beside the call's own.
 */
function keptBackMs(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  { id, latencyMsP95 }: PlannedEndpoint,
): number {
  if (callsMade(state) + 2 > ascent.policy.defaults.attempts.max) return 0;
  const search = { remainingMs: remainingMs(ascent, live) - latencyMsP95, without: [id] };
  return findEndpoint(ascent, state, live, search)?.latencyMsP95 ?? 0;
}
