import type { FailureKind, FailureRule } from "@switchyard/contract";

const RULES: Readonly<Record<FailureKind, FailureRule>> = {
  "rate-limited": { retry: "after", failover: "yes", breaker: "ignore" },
  "quota-exhausted": { retry: "never", failover: "yes", breaker: "open" },
  overloaded: { retry: "same", failover: "yes", breaker: "count" },
  "server-error": { retry: "same", failover: "yes", breaker: "count" },
  timeout: { retry: "never", failover: "yes", breaker: "count" },
  network: { retry: "same", failover: "yes", breaker: "count" },
  "stream-interrupted": { retry: "same", failover: "yes", breaker: "count" },
  "context-overflow": { retry: "never", failover: "compatible-only", breaker: "ignore" },
  "request-too-large": { retry: "never", failover: "no", breaker: "ignore" },
  "content-blocked-input": { retry: "never", failover: "no", breaker: "ignore" },
  "content-blocked-output": { retry: "never", failover: "yes", breaker: "ignore" },
  refusal: { retry: "never", failover: "yes", breaker: "ignore" },
  "output-truncated": { retry: "never", failover: "yes", breaker: "ignore" },
  "malformed-output": { retry: "same", failover: "yes", breaker: "count" },
  "empty-output": { retry: "same", failover: "yes", breaker: "count" },
  "gate-failed": { retry: "never", failover: "yes", breaker: "ignore" },
  auth: { retry: "never", failover: "yes", breaker: "open" },
  permission: { retry: "never", failover: "yes", breaker: "open" },
  "region-unsupported": { retry: "never", failover: "yes", breaker: "open" },
  "model-unavailable": { retry: "never", failover: "yes", breaker: "open" },
  "invalid-request": { retry: "never", failover: "no", breaker: "ignore" },
  conflict: { retry: "same", failover: "no", breaker: "ignore" },
  "unsupported-capability": { retry: "never", failover: "compatible-only", breaker: "ignore" },
  "budget-denied": { retry: "never", failover: "yes", breaker: "ignore" },
  cancelled: { retry: "never", failover: "no", breaker: "ignore" },
};

/**
 * What the router may do about a kind of failure. One table for every provider.
 *
 * A blocked input is not taken to another provider: a prompt that one provider's safety system
 * rejects is not to be tried on all of them. A refused or blocked answer is: the fault is the
 * model's. So is what a gate lets not through: the endpoint is well, its answer is not what this
 * route wants. A rate limit is no sign of ill health, so no breaker counts it.
 */
export function failureRule(kind: FailureKind): FailureRule {
  return RULES[kind];
}
