import type { FailureRule, ModelFailure } from "@switchyard/contract";
import type { AttemptEnd } from "../climb/step.ts";
import type { AttemptHealth } from "../health/endpoint-health.ts";

/** A place taken and given back without a call. */
export const NEVER_CALLED: AttemptHealth = {
  verdict: "neutral",
  reason: "never called",
  durationMs: 0,
  retryBudget: "leave",
};

const VERDICTS: Readonly<Record<FailureRule["breaker"], AttemptHealth["verdict"]>> = {
  count: "failed",
  open: "barred",
  ignore: "neutral",
};

/**
 * What an attempt's end says of its endpoint's health. A call that was outrun after its own time
 * was over counts as timed out: else hedges would hide that a provider hangs.
 */
export function callEnd(ended: AttemptEnd, epochMs: number): AttemptHealth {
  const { streamed } = ended;
  return { ...wholeEnd(ended, epochMs), ...(streamed !== undefined && { streamed }) };
}

function wholeEnd({ summary, failure, isOverdue }: AttemptEnd, epochMs: number): AttemptHealth {
  const { latencyMs: durationMs, outcome } = summary;
  if (isOverdue) return { verdict: "failed", reason: "timeout", durationMs, retryBudget: "spend" };
  if (outcome === "outrun")
    return { verdict: "neutral", reason: outcome, durationMs, retryBudget: "leave" };
  if (failure === undefined)
    return { verdict: "passed", reason: "ok", durationMs, retryBudget: "earn" };
  const restMs = restOf(failure, epochMs);
  return {
    verdict: VERDICTS[failure.breaker],
    reason: failure.kind,
    durationMs,
    retryBudget: isLoad(failure) ? "spend" : "leave",
    ...(restMs !== undefined && { retryAfterMs: restMs }),
  };
}

/** How long the provider asks to be left alone. */
function restOf({ retryAfterMs, resetsAtMs }: ModelFailure, epochMs: number): number | undefined {
  if (retryAfterMs !== undefined) return retryAfterMs;
  return resetsAtMs === undefined ? undefined : Math.max(0, resetsAtMs - epochMs);
}

/** Failures that more calls would make worse. */
function isLoad({ breaker, retry }: ModelFailure): boolean {
  return breaker === "count" || retry !== "never";
}
