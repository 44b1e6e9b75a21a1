import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { callsMade, type ClimbState, type OpenCall } from "./climb-state.ts";
import { reserveHedge } from "./reserve-attempt.ts";
import { searchRung } from "./search-rungs.ts";
import type { Turn } from "./step.ts";

/**
 * How long the newest call in flight is waited for before a hedge is thought of; undefined where
 * none may follow: the route has no hedges, or no more, the calls are spent, or the call's own time
 * is over before.
 */
export function patienceMs(
  { route: { hedge }, policy, streams }: Ascent,
  state: ClimbState,
  { attempt, timeoutMs }: Pick<OpenCall, "attempt" | "timeoutMs">,
): number | undefined {
  if (streams || hedge === undefined || state.hedges >= hedge.max) return undefined;
  if (callsMade(state) >= policy.defaults.attempts.max) return undefined;
  const afterMs = hedge.after === "p95" ? attempt.endpoint.latencyMsP95 : hedge.after;
  return afterMs < timeoutMs ? afterMs : undefined;
}

/**
 * Hedges the calls in flight: at the rung's next endpoint, first one of an untried provider, whose
 * p95 fits the time left, whose breaker is closed and whose retry budget is not spent: more calls
 * would make it worse. Where there is none, the calls in flight are waited for.
 */
export function chooseHedge(ascent: Ascent, state: ClimbState, live: Live): Turn {
  if (live.aborted || live.landed) return awaitCalls(state);
  const without = state.open
    .map(({ attempt }) => attempt.endpoint.id)
    .concat(...live.retriesRefused, Object.keys(live.breakers));
  const search = { remainingMs: remainingMs(ascent, live), without };
  const { endpoint } = searchRung(ascent, state, live, state.rungIndex, search);
  return endpoint === undefined ? awaitCalls(state) : reserveHedge(ascent, state, live, endpoint);
}

/** Goes on waiting. What a hedge was denied says nothing of the time after its call has ended. */
export function awaitCalls(state: ClimbState): Turn {
  return { state: { ...state, current: undefined }, entered: [], step: { kind: "await" } };
}
