import type { PolicyDefaults } from "@switchyard/contract";

type Settings = PolicyDefaults["retryBudget"];

/**
 * Tokens of an endpoint's retry budget after a call: a failure takes one, a success gives back
 * `ratio`. From 0 to `settings.tokens`, which is also the start.
 *
 * Source: gRPC A6, "Throttling Retry Attempts and Hedged RPCs".
 */
export function tokensAfterCall(tokens: number, succeeded: boolean, settings: Settings): number {
  return succeeded ? Math.min(settings.tokens, tokens + settings.ratio) : Math.max(0, tokens - 1);
}

/** Whether the budget lets an endpoint be retried: more than half of it is left. */
export function allowsRetry(tokens: number, settings: Settings): boolean {
  return tokens > settings.tokens / 2;
}
