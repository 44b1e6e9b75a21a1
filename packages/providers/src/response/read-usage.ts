import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import type { Usage } from "@switchyard/contract";

/** Usage in our words, and whether the provider reported it at all. */
export interface ReadUsage {
  readonly usage: Usage;
  readonly isReported: boolean;
}

/**
 * Maps the SDK's usage: what is undefined is zero, and a part never exceeds its total, so no
 * price can turn negative. An answered call without a single input token is one whose usage was
 * not reported, however the provider spells that.
 */
export function readUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): ReadUsage {
  const input = count(inputTokens.total);
  const output = count(outputTokens.total);
  const cached = Math.min(count(inputTokens.cacheRead), input);
  return {
    isReported: input > 0 && outputTokens.total !== undefined,
    usage: {
      inputTokens: input,
      cachedInputTokens: cached,
      cacheWriteTokens: Math.min(count(inputTokens.cacheWrite), input - cached),
      outputTokens: output,
      reasoningTokens: Math.min(count(outputTokens.reasoning), output),
    },
  };
}

function count(tokens: number | undefined): number {
  return tokens === undefined || !Number.isFinite(tokens) ? 0 : Math.max(0, Math.ceil(tokens));
}
