import type { Usage } from "@switchyard/contract";
import { fieldAt, isRecord } from "../wire/json-fields.ts";

const NOTHING: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/**
 * The usage that a stream has reported so far, after one more of its chunks: a stream that breaks
 * ends without the SDK's own account. Every wire reports running totals, so the last one counts;
 * Anthropic leaves out in later chunks what has not changed.
 *
 * Fields as documented: `usage` of Chat Completions and of Anthropic's `message_start` and
 * `message_delta`, `response.usage` of Responses, `usageMetadata` of Gemini.
 */
export function reportedUsage(chunk: unknown, before: Usage | undefined): Usage | undefined {
  const gemini = fieldAt(chunk, "usageMetadata");
  if (isRecord(gemini)) return ofGemini(gemini);
  const usage =
    fieldAt(chunk, "usage") ??
    fieldAt(chunk, "message", "usage") ??
    fieldAt(chunk, "response", "usage");
  if (!isRecord(usage)) return before;
  const type = fieldAt(chunk, "type");
  return type === "message_start" || type === "message_delta"
    ? ofAnthropic(usage, before ?? NOTHING)
    : ofOpenAI(usage);
}

function ofGemini(usage: Readonly<Record<string, unknown>>): Usage {
  const reasoningTokens = count(usage["thoughtsTokenCount"]) ?? 0;
  return {
    inputTokens: count(usage["promptTokenCount"]) ?? 0,
    cachedInputTokens: count(usage["cachedContentTokenCount"]) ?? 0,
    cacheWriteTokens: 0,
    outputTokens: (count(usage["candidatesTokenCount"]) ?? 0) + reasoningTokens,
    reasoningTokens,
  };
}

/** Anthropic's `input_tokens` leave out what was read from the cache and written to it. */
function ofAnthropic(usage: Readonly<Record<string, unknown>>, before: Usage): Usage {
  const cachedInputTokens = count(usage["cache_read_input_tokens"]) ?? before.cachedInputTokens;
  const cacheWriteTokens = count(usage["cache_creation_input_tokens"]) ?? before.cacheWriteTokens;
  const uncachedBefore = before.inputTokens - before.cachedInputTokens - before.cacheWriteTokens;
  const uncached = count(usage["input_tokens"]) ?? uncachedBefore;
  return {
    inputTokens: uncached + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens: count(usage["output_tokens"]) ?? before.outputTokens,
    reasoningTokens:
      count(fieldAt(usage, "output_tokens_details", "thinking_tokens")) ?? before.reasoningTokens,
  };
}

function ofOpenAI(usage: Readonly<Record<string, unknown>>): Usage {
  const input = fieldAt(usage, "input_tokens_details") ?? fieldAt(usage, "prompt_tokens_details");
  const output =
    fieldAt(usage, "output_tokens_details") ?? fieldAt(usage, "completion_tokens_details");
  return {
    inputTokens: count(usage["input_tokens"] ?? usage["prompt_tokens"]) ?? 0,
    cachedInputTokens: count(fieldAt(input, "cached_tokens")) ?? 0,
    cacheWriteTokens: count(fieldAt(input, "cache_write_tokens")) ?? 0,
    outputTokens: count(usage["output_tokens"] ?? usage["completion_tokens"]) ?? 0,
    reasoningTokens: count(fieldAt(output, "reasoning_tokens")) ?? 0,
  };
}

function count(tokens: unknown): number | undefined {
  return typeof tokens === "number" && Number.isFinite(tokens)
    ? Math.max(0, Math.ceil(tokens))
    : undefined;
}
