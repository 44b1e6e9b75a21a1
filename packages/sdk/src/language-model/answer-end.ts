import type {
  JSONObject,
  LanguageModelV4FinishReason,
  LanguageModelV4Usage,
  SharedV4Warning,
} from "@ai-sdk/provider";
import type { Answer, Usage } from "@switchyard/contract";

/** What the AI SDK is told at the end of an answer, streamed or not. */
export interface AnswerEnd {
  readonly finishReason: LanguageModelV4FinishReason;
  readonly usage: LanguageModelV4Usage;
  readonly providerMetadata: Record<string, JSONObject>;
}

/** Sums up an answer in the AI SDK's words. */
export function answerEnd(answer: Answer): AnswerEnd {
  return {
    finishReason: finishReasonOf(answer),
    usage: toUsage(answer.usage),
    providerMetadata: { switchyard: metadataOf(answer) },
  };
}

/** A static answer is said to be one, whoever asks for it. */
export function staticWarnings({ rung, route, why }: Answer): readonly SharedV4Warning[] {
  if (rung !== "static") return [];
  const message = `No model answered; this is the static text of route ${route}. ${why.message}`;
  return [{ type: "other", message }];
}

/**
 * `other` is what the AI SDK runs no tool and trusts no object for: the static text, and an answer
 * that was shown before a gate of its route refused it.
 */
function finishReasonOf(answer: Answer): LanguageModelV4FinishReason {
  if (answer.rung === "static") return { unified: "other", raw: "static" };
  if (answer.verdict.outcome === "failed") return { unified: "other", raw: "gate-failed" };
  const { finishReason = "stop", toolCalls } = answer;
  const isToolCall = finishReason === "stop" && toolCalls.length > 0;
  return { unified: isToolCall ? "tool-calls" : finishReason, raw: undefined };
}

function toUsage(usage: Usage): LanguageModelV4Usage {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = usage;
  return {
    inputTokens: {
      total: inputTokens,
      noCache: Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens),
      cacheRead: cachedInputTokens,
      cacheWrite: cacheWriteTokens,
    },
    outputTokens: {
      total: outputTokens,
      text: Math.max(0, outputTokens - reasoningTokens),
      reasoning: reasoningTokens,
    },
  };
}

function metadataOf(answer: Answer): JSONObject {
  const { verdict, why } = answer;
  return stated({
    askId: answer.askId,
    taskId: answer.taskId,
    route: answer.route,
    rung: answer.rung,
    degraded: answer.degraded,
    endpoint: answer.endpoint,
    servedModel: answer.model,
    provider: answer.provider,
    region: answer.region,
    continuedFrom: answer.continuedFrom === undefined ? undefined : [...answer.continuedFrom],
    policyHash: answer.policyHash,
    costMicroUsd: answer.costMicroUsd,
    latencyMs: answer.latencyMs,
    insideSla: answer.insideSla,
    attempts: answer.attempts.length,
    unmeasured: answer.unmeasured,
    verdict: stated({ ...verdict }),
    why: { ...why },
    retryAfterMs: answer.retryAfterMs,
  });
}

/** The fields that have a value, as they are after a way through JSON. */
function stated(fields: JSONObject): JSONObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
