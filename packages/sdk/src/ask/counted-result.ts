import type { ModelFailure, ModelResponse, ModelResult, Usage } from "@switchyard/contract";
import type { CountTokens } from "../classify/token-counter.ts";
import { NO_USAGE } from "../climb/settlement.ts";

/**
 * The result with a usage that has a price. An answer whose usage was not reported, or is no whole
 * numbers, gets an estimate: the input as it was planned with, unless the provider did report it,
 * and the tokens of what it answered. Reasoning that nobody reported is not in it.
 *
 * A failure whose usage is broken loses it, and is settled like one without.
 */
export function countedResult(
  result: ModelResult,
  inputTokens: number,
  countTokens: CountTokens,
  shownText: string = "",
): ModelResult {
  if (!result.ok) {
    const failure = withoutBrokenUsage(result.failure);
    return { ok: false, failure: withShownText(failure, shownText, inputTokens, countTokens) };
  }
  const { response } = result;
  if (!isCounted(response.usage))
    return {
      ok: true,
      response: withEstimate({ ...response, usage: NO_USAGE }, inputTokens, countTokens),
    };
  if (response.usageReported) return result;
  return { ok: true, response: withEstimate(response, inputTokens, countTokens) };
}

function isCounted(usage: Usage): boolean {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = usage;
  const counts = [inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens];
  return counts.every((count) => Number.isInteger(count) && count >= 0);
}

function withoutBrokenUsage(failure: ModelFailure): ModelFailure {
  if (failure.usage === undefined || isCounted(failure.usage)) return failure;
  const { usage: _broken, ...rest } = failure;
  return rest;
}

/** What was shown of a broken answer was written, whether the provider came to count it or not. */
function withShownText(
  failure: ModelFailure,
  shownText: string,
  inputTokens: number,
  countTokens: CountTokens,
): ModelFailure {
  if (shownText === "") return failure;
  const usage = failure.usage ?? { ...NO_USAGE, inputTokens };
  const outputTokens = Math.max(usage.outputTokens, countTokens(shownText));
  return { ...failure, billed: "partial", usage: { ...usage, outputTokens } };
}

function withEstimate(
  response: ModelResponse,
  inputTokens: number,
  countTokens: CountTokens,
): ModelResponse {
  const { text, toolCalls, usage } = response;
  const calls = toolCalls.length === 0 ? "" : JSON.stringify(toolCalls);
  return {
    ...response,
    usageReported: false,
    usage: {
      ...usage,
      inputTokens: usage.inputTokens > 0 ? usage.inputTokens : inputTokens,
      outputTokens: countTokens(text) + countTokens(calls),
    },
  };
}
