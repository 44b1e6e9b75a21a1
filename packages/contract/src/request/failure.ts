import type { Usage } from "./model-call.ts";

/** The one vocabulary over the providers' wire errors. */
export const FAILURE_KINDS = [
  "rate-limited",
  "quota-exhausted",
  "overloaded",
  "server-error",
  "timeout",
  "network",
  "stream-interrupted",
  "context-overflow",
  "request-too-large",
  "content-blocked-input",
  "content-blocked-output",
  "refusal",
  "output-truncated",
  "malformed-output",
  "empty-output",
  /** A whole, well-formed answer that a gate of the route does not let through. */
  "gate-failed",
  "auth",
  "permission",
  "region-unsupported",
  "model-unavailable",
  "invalid-request",
  "conflict",
  "unsupported-capability",
  "budget-denied",
  "cancelled",
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What the router may do about a kind of failure. */
export interface FailureRule {
  /** Whether the same endpoint may be called again: unchanged, after a hint, or not. */
  readonly retry: "same" | "after" | "never";
  /** Whether another endpoint may be called; `compatible-only`: one that can take the request. */
  readonly failover: "yes" | "no" | "compatible-only";
  /** What the endpoint's breaker makes of it. */
  readonly breaker: "count" | "ignore" | "open";
}

/** A failed call. Carries no key and no prompt. */
export interface ModelFailure extends FailureRule {
  readonly kind: FailureKind;
  /** A narrower class, such as `requests` or `tokens-in` of `rate-limited`. */
  readonly scope?: string;
  readonly billed: "none" | "input" | "partial" | "full" | "unknown";
  /** Whether content had been shown to the caller. */
  readonly committed: boolean;
  readonly retryAfterMs?: number;
  /** Where `retryAfterMs` was read. */
  readonly retryAfterSource?: string;
  /** Wall-clock instant a quota starts anew, epoch milliseconds. */
  readonly resetsAtMs?: number;
  readonly provider: string;
  readonly status?: number;
  readonly type?: string;
  readonly code?: string;
  readonly requestId?: string;
  /** Usage, where a failed call was answered and billed. */
  readonly usage?: Usage;
  /** What happened, in one sentence. */
  readonly message: string;
}
