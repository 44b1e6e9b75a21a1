import type { QuotaLimit, QuotaLimits, Route } from "@switchyard/contract";
import { outputTokensLimit } from "@switchyard/policy";
import { LEASE_MARGIN_MS } from "../climb/reserve-attempt.ts";
import type { AskContext, Routed } from "../ask/ask-route.ts";
import type { AskPorts } from "../ask/perform-step.ts";

/** Why an ask is not let in by its route's quota. */
export interface QuotaRefusal {
  readonly cause: "quota";
  readonly limit: QuotaLimit;
  /** What the policy sets it to. */
  readonly value: number;
  readonly retryAfterMs: number;
}

/** The limits of a route's quota. Undefined: it has none, but for a share of a budget. */
export function quotaLimits({ quota = {} }: Pick<Route, "quota">): QuotaLimits | undefined {
  const { requestsPerMinute, tokensPerMinute, concurrencyMax } = quota;
  const isFree = (requestsPerMinute ?? tokensPerMinute ?? concurrencyMax) === undefined;
  return isFree ? undefined : quota;
}

/**
 * Counts an ask under its route's quota, or says why it is not let in. It takes the tokens of its
 * input and of the longest answer. A slow store takes half of the ask's time at most.
 *
 * @param outputTokensMax the caller's own limit, if any
 */
export async function enterQuota(
  { bundle, ports }: Pick<AskContext, "bundle" | "ports">,
  {
    askId,
    route,
    request,
    startedAtMs,
  }: Pick<Routed, "askId" | "route" | "request" | "startedAtMs">,
  limits: QuotaLimits,
  outputTokensMax: number = Number.POSITIVE_INFINITY,
): Promise<QuotaRefusal | undefined> {
  const { policy } = bundle;
  const { clock, quota } = ports;
  const at = { nowMs: clock.nowMs(), epochMs: clock.epochMs() };
  const leftMs = startedAtMs + request.slaMs - at.nowMs;
  const output = Math.min(outputTokensMax, outputTokensLimit(policy, route, policy.ladder.full));
  const outcome = await quota.admit(
    {
      id: askId,
      route: route.id,
      segment: request.segment,
      limits,
      tokens: request.contextTokens + output,
      at,
      leaseMs: leftMs + LEASE_MARGIN_MS,
    },
    leftMs / 2,
  );
  if (outcome.ok) return undefined;
  const { limit, retryAfterMs } = outcome;
  return { cause: "quota", limit, value: limits[limit] ?? 0, retryAfterMs };
}

/** Ends an ask that was let in. The answer does not wait; what the store misses, its lease frees. */
export function leaveQuota(
  { clock, quota }: Pick<AskPorts, "clock" | "quota">,
  { askId, route }: Pick<Routed, "askId" | "route">,
  tokens: number,
): void {
  const at = { nowMs: clock.nowMs(), epochMs: clock.epochMs() };
  void quota.leave({ id: askId, route: route.id, tokens, at });
}
