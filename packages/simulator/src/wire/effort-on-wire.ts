import { REASONING_EFFORTS, type ReasoningEffort } from "@switchyard/contract";

/** Reads a reasoning effort that is sent by name. */
export function effortOfName(name: string | undefined): ReasoningEffort | undefined {
  return REASONING_EFFORTS.find((effort) => effort === name);
}

/**
 * Reads a reasoning effort that is sent as a budget of thinking tokens out of `limitTokens`. The
 * AI SDK's `mapReasoningToProviderBudget` sends 2% for minimal, 10% low, 30% medium and 60% high;
 * the bounds are the geometric means between these.
 */
export function effortOfBudget(
  tokens: number | undefined,
  limitTokens: number,
): ReasoningEffort | undefined {
  if (tokens === undefined) return undefined;
  if (tokens === 0) return "none";
  const share = tokens / limitTokens;
  if (share < 0.045) return "minimal";
  if (share < 0.173) return "low";
  return share < 0.424 ? "medium" : "high";
}
