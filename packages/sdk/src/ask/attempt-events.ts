import { windowName } from "@switchyard/contract";
import { tierFor } from "@switchyard/policy";
import type { Ascent } from "../climb/ascent.ts";
import type { Attempt, Denial } from "../climb/climb-state.ts";
import type { AttemptEnd } from "../climb/step.ts";
import type { Verdict } from "../judge/verdict.ts";
import { toMicroseconds, type EventFacts } from "../events/event-emitter.ts";

export function budgetReserved(
  askId: string,
  { attemptId, amountMicroUsd, lines }: Attempt,
  leaseMs: number,
): EventFacts {
  const budgets = lines.map(({ budgetId }) => budgetId);
  const windows = lines.map(({ window }) => windowName(window));
  return {
    type: "budget-reserved",
    askId,
    attemptId,
    amountMicroUsd,
    budgets,
    windows,
    leaseMs: toMicroseconds(leaseMs),
  };
}

export function budgetDenied(
  askId: string,
  { attemptId, endpoint }: Attempt,
  { budgetId, neededMicroUsd, leftMicroUsd }: Denial,
): EventFacts {
  return {
    type: "budget-denied",
    askId,
    attemptId,
    endpoint: endpoint.id,
    budget: budgetId,
    neededMicroUsd,
    leftMicroUsd,
  };
}

/** How an answer was judged; undefined where no gate was asked. */
export function answerJudged(
  { askId, route }: Ascent,
  { attemptId, endpoint }: Attempt,
  { outcome, score, scoredBy, failures }: Verdict,
): EventFacts | undefined {
  if (scoredBy === undefined && outcome === "passed") return undefined;
  return {
    type: "answer-judged",
    askId,
    attemptId,
    route: route.id,
    model: endpoint.model,
    outcome,
    ...(scoredBy !== undefined && { score, scoredBy }),
    failed: failures.map(({ gate }) => gate),
  };
}

/** The route is the ask's own, also for a candidate of its fallback: budgets count it there too. */
export function attemptStarted(
  { askId, route }: Ascent,
  { attemptId, kind, rung, endpoint }: Attempt,
  timeoutMs: number,
): EventFacts {
  const { id, model, provider, region } = endpoint;
  return {
    type: "attempt-started",
    askId,
    attemptId,
    kind,
    rung,
    route: route.id,
    endpoint: id,
    model,
    provider,
    region,
    timeoutMs,
  };
}

export function attemptEnded(
  askId: string,
  { attemptId, endpoint, price, outputTokensMax }: Attempt,
  { summary, streamed, usage, failure }: AttemptEnd,
): EventFacts {
  const { outcome, latencyMs, costMicroUsd } = summary;
  const firstTokenMs = streamed?.firstTokenMs;
  const { status, message, retryAfterMs } = failure ?? {};
  return {
    type: "attempt-ended",
    askId,
    attemptId,
    endpoint: endpoint.id,
    provider: endpoint.provider,
    outcome,
    latencyMs,
    costMicroUsd,
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(usage !== undefined && { usage, rates: tierFor(price, usage.inputTokens) }),
    ...((usage?.outputTokens ?? 0) >= outputTokensMax && { atOutputLimit: true }),
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
