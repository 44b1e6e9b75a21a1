import { canRepair } from "../judge/repair-request.ts";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { callsMade, type Attempt, type ClimbState, type RefusedAnswer } from "./climb-state.ts";
import { reserveRepair } from "./reserve-attempt.ts";
import { searchRung } from "./search-rungs.ts";
import type { Turn } from "./step.ts";

/**
 * Asks the model whose answer was refused to mend it, as often as the route's `repair` allows.
 * Undefined where that is over, where no second try can mend what is wrong, or where the calls, the
 * time or the money for it are spent.
 */
export function chooseRepair(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  { endpoint }: Attempt,
  refused: RefusedAnswer,
): Turn | undefined {
  const { repairMax } = ascent.route;
  if (state.repairs >= repairMax) return undefined;
  if (callsMade(state) >= ascent.policy.defaults.attempts.max) return undefined;
  if (!canRepair(refused.failures)) return undefined;
  const search = { remainingMs: remainingMs(ascent, live), only: endpoint.id };
  const found = searchRung(ascent, state, live, state.rungIndex, search);
  if (found.endpoint === undefined) return undefined;
  return reserveRepair(ascent, { ...state, failed: undefined }, live, found.endpoint, refused);
}

/**
 * What the route's `escalate` makes of a refused answer. As often as it allows, the rung goes on:
 * with its next candidate, or with those of a higher tier. After that the ask leaves the rung.
 * Undefined where there is no rung to go to. A route that says nothing goes on with the next
 * candidate, as after any other failure.
 */
export function withEscalation(
  { route, policy, plan }: Ascent,
  state: ClimbState,
  { endpoint }: Attempt,
): ClimbState | undefined {
  const { escalate } = route;
  if (escalate === undefined || escalate.on.length === 0) return state;
  const { rungIndex } = state;
  if (state.escalations >= escalate.max) {
    const isLast = rungIndex + 1 >= plan.rungs.length;
    return isLast ? undefined : { ...state, rungIndex: rungIndex + 1 };
  }
  const escalated = { ...state, escalations: state.escalations + 1 };
  if (escalate.to === "next-candidate") return escalated;
  const above = policy.domains.tiers.indexOf(endpoint.tier);
  return { ...escalated, tierFloor: { rungIndex, above } };
}
