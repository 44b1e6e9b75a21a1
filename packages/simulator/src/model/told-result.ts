import { APICallError } from "@ai-sdk/provider";
import type {
  Api,
  ModelCall,
  ModelFailure,
  ModelResult,
  RateLimit,
  Usage,
} from "@switchyard/contract";
import { normaliseError } from "@switchyard/providers";
import type { RateWindow } from "../faults/fault-effect.ts";
import type { Completion, ReplyContext } from "../wire/dialect.ts";
import type { PlayedOrder } from "./played-order.ts";

/** The failure of a call that ended in `error`, or because its signal aborted. */
export function failureOf(
  { provider, signal }: Pick<ModelCall, "provider" | "signal">,
  error: unknown,
  epochMs: number,
): ModelFailure {
  return normaliseError(error, { provider, epochMs, signal });
}

/** What the adapters make of an error answer: the one vocabulary, read from the provider's words. */
export async function failureOfReply(
  { call, endpoint }: PlayedOrder,
  response: Response,
  epochMs: number,
): Promise<ModelFailure> {
  const error = new APICallError({
    message: response.statusText,
    url: endpoint.url,
    requestBodyValues: {},
    statusCode: response.status,
    responseHeaders: Object.fromEntries(response.headers),
    responseBody: await response.text(),
  });
  return normaliseError(error, { provider: call.provider, epochMs });
}

/** A whole answer in the router's words. */
export function answerOf(
  { endpoint: { api } }: PlayedOrder,
  { text, finish, usage }: Completion,
  context: ReplyContext,
  epochMs: number,
): ModelResult {
  const rateLimit = context.showsLimits ? toldRateLimit(api, context, epochMs) : undefined;
  const requestId = toldRequestId(api, context);
  return {
    ok: true,
    response: {
      text,
      toolCalls: [],
      finishReason: finish === "length" ? "length" : "stop",
      usage: usageOf(usage),
      usageReported: usage !== undefined,
      servedModel: context.wireName,
      requestId,
      ...(rateLimit !== undefined && { rateLimit }),
    },
  };
}

/** The usage that the provider told. */
export function usageOf(usage: Completion["usage"]): Usage {
  return {
    inputTokens: usage?.inputTokens ?? 0,
    cachedInputTokens: usage?.cachedInputTokens ?? 0,
    cacheWriteTokens: 0,
    outputTokens: usage?.outputTokens ?? 0,
    reasoningTokens: usage?.reasoningTokens ?? 0,
  };
}

/** Gemini has no header for it, but names each answer. */
export function toldRequestId(api: Api, { id }: ReplyContext): string {
  return api === "google" ? id : `req_${id}`;
}

/** OpenAI tells durations, in whole milliseconds or seconds, Anthropic instants; Gemini nothing. */
function toldRateLimit(
  api: Api,
  { window, epochMs: toldAtMs }: ReplyContext,
  epochMs: number,
): RateLimit | undefined {
  if (api === "google") return undefined;
  const remainingRequests = window.remaining;
  if (api !== "anthropic") return { remainingRequests, resetsInMs: wholeUnits(window) };
  const resetsAtMs = Math.trunc(toldAtMs + window.resetMs);
  return { remainingRequests, resetsInMs: Math.max(0, resetsAtMs - epochMs) };
}

function wholeUnits({ resetMs }: RateWindow): number {
  return resetMs < 1000 ? Math.ceil(resetMs) : Math.ceil(resetMs / 1000) * 1000;
}
