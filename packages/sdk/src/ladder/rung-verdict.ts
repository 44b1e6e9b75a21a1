import type { AttemptOutcome, Overrides, RungName } from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import type { Ascent } from "../climb/ascent.ts";
import type { Attempt, ClimbState, Ending } from "../climb/climb-state.ts";
import type { RungVerdict } from "./rung-state.ts";

/** An ask's end, as far as it says something of a rung. */
type RungEnding =
  | Exclude<Ending, { readonly kind: "answered" }>
  | { readonly kind: "answered"; readonly attempt: Pick<Attempt, "rung"> };

const NEUTRAL: RungVerdict = { verdict: "neutral", reason: "" };

/**
 * What an ended ask says of a rung. It failed on it when a call failed there, or an endpoint was
 * out by its breaker, and the rung did not answer. What failed for the request itself, for money,
 * for time or by the caller's own wish says nothing of the rung: nor does a call that took all the
 * time while the rung had another endpoint, which may be well. The breaker takes the silent one out.
 */
export function rungVerdict(
  { request }: Pick<Ascent, "request">,
  state: Pick<ClimbState, "history" | "entered" | "denials" | "calls">,
  ending: RungEnding,
  rung: RungName,
): RungVerdict {
  if (ending.kind === "answered" && ending.attempt.rung === rung)
    return { verdict: "answered", reason: "" };
  if (ending.kind === "aborted" || isNarrowed(request.overrides)) return NEUTRAL;
  const call = state.history.findLast(
    (attempt) => attempt.rung === rung && isFailureOfRung(attempt.outcome),
  );
  const isShortOfTime = ending.kind === "stopped" && ending.cause === "deadline";
  if (call !== undefined && !(isShortOfTime && isAnyUncalled(state, rung)))
    return { verdict: "failed", reason: `${call.outcome} at ${call.endpoint}` };
  if (isShortOfTime || Object.keys(state.denials).length > 0) return NEUTRAL;
  const broken = brokenEndpoint(state, rung);
  if (broken === undefined) return NEUTRAL;
  return { verdict: "failed", reason: `the breaker of ${broken} is open` };
}

function isNarrowed({ only, exclude, costMicroUsdMax, noFallback = false }: Overrides): boolean {
  const isListed = only !== undefined || (exclude ?? []).length > 0;
  return isListed || costMicroUsdMax !== undefined || noFallback;
}

/** What no other endpoint may mend is the request's own; the budget's word is about money. */
function isFailureOfRung(outcome: AttemptOutcome): boolean {
  if (outcome === "ok" || outcome === "outrun" || outcome === "budget-denied") return false;
  return failureRule(outcome).failover === "yes";
}

/** Whether an endpoint that the rung had for the ask was not called. */
function isAnyUncalled(
  { entered, calls }: Pick<ClimbState, "entered" | "calls">,
  rung: RungName,
): boolean {
  const decision = entered.find((entry) => entry.rung === rung);
  return decision?.endpoints.some(({ id }) => calls[id] === undefined) ?? false;
}

/** An endpoint that an open breaker kept out. One that is held for a used-up limit is well. */
function brokenEndpoint(
  { entered }: Pick<ClimbState, "entered">,
  rung: RungName,
): string | undefined {
  const decision = entered.find((entry) => entry.rung === rung);
  return decision?.rejections.find(({ reasons }) =>
    reasons.some(({ code, have }) => code === "breaker-open" && have === "open"),
  )?.endpoint.id;
}
