import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import type { Usage } from "@switchyard/contract";
import { fieldAt } from "../wire/json-fields.ts";

/** Usage in our words, and whether the provider reported it at all. */
export interface ReadUsage {
  readonly usage: Usage;
  readonly isReported: boolean;
}

/**
 * Maps the SDK's usage: what is undefined is zero, and a part never exceeds its total, so no
 * price can turn negative. An answered call without a single input token is one whose usage was
 * not reported, however the provider spells that.
 *
 * The SDK's totals hold their parts for every wire: it adds what Anthropic reports beside
 * `input_tokens` (read and written caches) and Gemini beside `candidatesTokenCount` (thoughts).
 * Compatible servers differ: most count reasoning in `completion_tokens`, some, such as xAI, beside
 * them. The raw total tells which.
 */
export function readUsage({ inputTokens, outputTokens, raw }: LanguageModelV4Usage): ReadUsage {
  const input = count(inputTokens.total);
  const completion = count(outputTokens.total);
  const reasoning = count(outputTokens.reasoning);
  const isBeside = reasoning > 0 && fieldAt(raw, "total_tokens") === input + completion + reasoning;
  const output = isBeside ? completion + reasoning : completion;
  const cached = Math.min(count(inputTokens.cacheRead), input);
  return {
    isReported: input > 0 && outputTokens.total !== undefined,
    usage: {
      inputTokens: input,
      cachedInputTokens: cached,
      cacheWriteTokens: Math.min(count(inputTokens.cacheWrite), input - cached),
      outputTokens: output,
      reasoningTokens: Math.min(reasoning, output),
    },
  };
}

function count(tokens: number | undefined): number {
  return tokens === undefined || !Number.isFinite(tokens) ? 0 : Math.max(0, Math.ceil(tokens));
}
