import type { LanguageModelV4Content, LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import type {
  Api,
  FinishReason,
  ModelFailure,
  ModelResult,
  ToolCallPart,
} from "@switchyard/contract";
import { makeFailure } from "../failure/make-failure.ts";
import { readRateLimit } from "../failure/retry-hint.ts";
import { textAt } from "../wire/json-fields.ts";
import { requestIdOf } from "../wire/wire-error.ts";
import { findNoAnswer, type NoAnswer } from "./find-no-answer.ts";
import { readUsage, type ReadUsage } from "./read-usage.ts";

/** What a result cannot know of its call. */
export interface ResponseContext {
  readonly api: Api;
  readonly provider: string;
  /** Names tool calls that the provider gave no id. */
  readonly attemptId: string;
  /** Wall clock: rate limits may reset at an instant. */
  readonly epochMs: number;
  /** Whether JSON was asked for. */
  readonly wantsJson: boolean;
}

/** The SDK's result in our words, or the failure that a 200 can hide, with what it cost. */
export function readResponse(
  result: LanguageModelV4GenerateResult,
  context: ResponseContext,
): ModelResult {
  const text = readText(result, context.wantsJson);
  const toolCalls = readToolCalls(result.content, context.attemptId);
  const isEmpty = text.trim() === "" && toolCalls?.length === 0;
  const usage = readUsage(result.usage);
  const requestId = requestIdOf(result.response?.headers ?? {}) ?? result.response?.id;

  const noAnswer = findNoAnswer(context.api, result, isEmpty);
  if (noAnswer !== undefined)
    return { ok: false, failure: noAnswerFailure(noAnswer, context, usage, requestId) };
  if (toolCalls === undefined) {
    const unread: NoAnswer = { kind: "malformed-output", what: "called a tool without valid JSON" };
    return { ok: false, failure: noAnswerFailure(unread, context, usage, requestId) };
  }

  const rateLimit = readRateLimit(result.response?.headers ?? {}, context.epochMs);
  // @ai-sdk/google 4.0.121 leaves the model out of its result; the body names it.
  const servedModel = result.response?.modelId ?? textAt(result.response?.body, "modelVersion");
  return {
    ok: true,
    response: {
      text,
      toolCalls,
      finishReason: readFinishReason(result, toolCalls.length > 0),
      usage: usage.usage,
      // An answer has tokens: a server that reports none of them has not counted.
      usageReported: usage.isReported && usage.usage.outputTokens > 0,
      ...(servedModel !== undefined && { servedModel }),
      ...(requestId !== undefined && { requestId }),
      ...(rateLimit !== undefined && { rateLimit }),
    },
  };
}

/** All text parts, or the one the SDK says is the JSON when others come before it. */
function readText(result: LanguageModelV4GenerateResult, wantsJson: boolean): string {
  if (wantsJson && result.structuredOutputText !== undefined) return result.structuredOutputText;
  return result.content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** The tool calls that are the application's to make; undefined when one cannot be parsed. */
function readToolCalls(
  content: readonly LanguageModelV4Content[],
  attemptId: string,
): readonly ToolCallPart[] | undefined {
  const toolCalls: ToolCallPart[] = [];
  for (const part of content) {
    if (part.type !== "tool-call" || part.providerExecuted === true) continue;
    const input = parseInput(part.input);
    if (input === undefined) return undefined;
    const toolCallId =
      part.toolCallId === "" ? `${attemptId}-call-${toolCalls.length + 1}` : part.toolCallId;
    toolCalls.push({ type: "tool-call", toolCallId, toolName: part.toolName, input });
  }
  return toolCalls;
}

/** A call without arguments may come as empty text. */
function parseInput(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFinishReason(
  { finishReason }: LanguageModelV4GenerateResult,
  hasToolCalls: boolean,
): FinishReason {
  const { unified, raw } = finishReason;
  if (unified === "length") return "length";
  if (hasToolCalls) return "tool-calls";
  // Anthropic pauses a long turn of its own tools; the SDK says `stop`, but the turn is not over.
  if (unified === "stop") return raw === "pause_turn" ? "other" : "stop";
  return "other";
}

function noAnswerFailure(
  { kind, what }: NoAnswer,
  { provider }: ResponseContext,
  { usage, isReported }: ReadUsage,
  requestId: string | undefined,
): ModelFailure {
  return makeFailure(kind, {
    provider,
    message: `${provider} ${what}.`,
    billed: isReported ? (usage.outputTokens > 0 ? "full" : "input") : "unknown",
    usage: isReported ? usage : undefined,
    requestId,
    status: 200,
  });
}
