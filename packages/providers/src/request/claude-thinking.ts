import { getModelCapabilities } from "@ai-sdk/anthropic/internal";
import type { ReasoningEffort } from "@switchyard/contract";

/** Anthropic's least thinking budget (platform.claude.com, extended thinking). */
const BUDGET_TOKENS_MIN = 1024;

/** Shares of the output limit; those that the SDK uses of a model's own limit. */
const BUDGET_SHARES: Readonly<Record<Exclude<ReasoningEffort, "none">, number>> = {
  minimal: 0.02,
  low: 0.1,
  medium: 0.3,
  high: 0.6,
};

/** How a call to Anthropic divides its output limit. */
export interface ClaudeThinking {
  readonly maxOutputTokens: number;
  /** Absent: the SDK maps the effort itself, or there is no room to think. */
  readonly budgetTokens?: number;
  /** Whether the SDK is told the effort. */
  readonly sendsEffort: boolean;
}

/**
 * Keeps thinking inside the output limit, which the budget was reserved for. Models with adaptive
 * thinking count it there. For older ones @ai-sdk/anthropic 4.0.105 adds its thinking budget to
 * `max_tokens`, so the limit is divided here; one below 2,048 tokens leaves no room to think and
 * an answer, and then there is no thinking.
 */
export function divideForThinking(
  wireName: string,
  effort: ReasoningEffort | undefined,
  outputTokensMax: number,
): ClaudeThinking {
  const isAdaptive = getModelCapabilities(wireName).supportsAdaptiveThinking;
  if (effort === undefined || effort === "none" || isAdaptive)
    return { maxOutputTokens: outputTokensMax, sendsEffort: true };
  if (outputTokensMax < 2 * BUDGET_TOKENS_MIN)
    return { maxOutputTokens: outputTokensMax, sendsEffort: false };
  const share = Math.floor(outputTokensMax * BUDGET_SHARES[effort]);
  const budgetTokens = Math.max(BUDGET_TOKENS_MIN, share);
  return { maxOutputTokens: outputTokensMax - budgetTokens, budgetTokens, sendsEffort: false };
}
