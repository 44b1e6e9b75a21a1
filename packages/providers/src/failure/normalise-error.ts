import {
  APICallError,
  InvalidArgumentError,
  InvalidPromptError,
  InvalidResponseDataError,
  TypeValidationError,
  UnsupportedFunctionalityError,
} from "@ai-sdk/provider";
import type { FailureKind, ModelFailure } from "@switchyard/contract";
import { fieldAt, textAt } from "../wire/json-fields.ts";
import { parseJson, readWireError, type WireError } from "../wire/wire-error.ts";
import { abortFailure } from "./abort-failure.ts";
import { classifyWireError, rateLimitScope } from "./classify-wire-error.ts";
import { connectionFailure } from "./connection-failure.ts";
import { quoteName, quoteProvider, type Confidential } from "./failure-text.ts";
import { makeFailure } from "./make-failure.ts";
import { quotaResetsAtMs } from "./quota.ts";
import { readLimitReset, readRetryHint, type RetryHint } from "./retry-hint.ts";
import { isEventStream, saysError, StreamedError, toErrorBody } from "./streamed-error.ts";

/** What an error cannot know of its call. */
export interface ErrorContext extends Partial<Confidential> {
  readonly provider: string;
  /** Wall clock: HTTP dates and quota resets are instants. */
  readonly epochMs: number;
  /** The call's signal; when it is aborted its reason decides, unless the provider had answered. */
  readonly signal?: AbortSignal;
}

/**
 * Any error of a model call in the one vocabulary. Total: an unknown code falls back to its type,
 * then to its status, and an error that says nothing is a `server-error`.
 *
 * `billed` is `none` where the provider rejected the call (4xx, overload) or was never reached,
 * and `unknown` where it may have worked before it failed: 5xx, time-outs, cut connections.
 */
export function normaliseError(error: unknown, context: ErrorContext): ModelFailure {
  const { provider, epochMs, signal } = context;
  const confidential: Confidential = {
    redact: context.redact ?? ((text) => text),
    promptTexts: context.promptTexts ?? (() => []),
  };
  const answer = readAnswer(error);
  if (answer?.hasFailed === true)
    return answerFailure(answer.wire, provider, epochMs, confidential);
  if (signal?.aborted === true) return abortFailure(provider, signal.reason);
  const connection = connectionFailure(provider, error);
  if (connection !== undefined) return connection;
  if (answer !== undefined) return nonAnswerFailure(answer.wire, provider, confidential);
  return (
    emptyFailure(error, provider) ??
    callerFailure(error, provider, confidential) ??
    unexplainedFailure(error, provider, confidential)
  );
}

/** How @ai-sdk/anthropic 4.0.105 says that a stream's first event is not of its format. */
const FOREIGN_FIRST_EVENT = "Expected a normalized Anthropic stream error";

/** An HTTP answer behind an error. */
interface Answer {
  readonly wire: WireError;
  /** Whether the provider says it failed, by status or in the body of a 200. */
  readonly hasFailed: boolean;
}

function readAnswer(error: unknown): Answer | undefined {
  if (error instanceof StreamedError) return readEvent(error.event, error.headers);
  if (error instanceof Error && error.message === FOREIGN_FIRST_EVENT) return readEvent(error, {});
  if (!APICallError.isInstance(error) || error.statusCode === undefined) return undefined;
  const { responseBody, responseHeaders = {} } = error;
  // An error event at the head of a stream comes with a status of the SDK's own making too.
  if (responseBody !== undefined && isEventStream(responseHeaders))
    return readEvent(parseJson(responseBody), responseHeaders);
  // @ai-sdk/openai throws with a status of its own making for a Responses body it parsed from a
  // 200, and leaves the parsed body where the text should be.
  const isParsed = typeof responseBody === "object";
  const wire = readWireError(isParsed ? 200 : error.statusCode, responseHeaders, responseBody);
  return { wire, hasFailed: wire.status >= 300 || wire.hasError };
}

function readEvent(event: unknown, headers: Readonly<Record<string, string>>): Answer {
  const told =
    TypeValidationError.isInstance(event) && saysError(event.value) ? event.value : event;
  const isForeign = told === undefined || told instanceof Error;
  return { wire: readWireError(200, headers, toErrorBody(told)), hasFailed: !isForeign };
}

function answerFailure(
  wire: WireError,
  provider: string,
  epochMs: number,
  confidential: Confidential,
): ModelFailure {
  const hint = readRetryHint(wire, epochMs);
  const kind = classifyWireError(wire, hint);
  const words = quoteProvider(wire.message, confidential);
  const name = quoteName(wire.code ?? wire.type, confidential);
  const label = name === undefined ? `${wire.status}` : `${wire.status} ${name}`;
  return makeFailure(kind, {
    provider,
    message: `${provider} answered ${label}${words === "" ? "." : `: ${words}`}`,
    billed: billedFor(kind, wire.status),
    status: wire.status,
    scope: kind === "rate-limited" ? rateLimitScope(wire) : undefined,
    type: quoteName(wire.type, confidential),
    code: quoteName(wire.code, confidential),
    requestId: quoteName(wire.requestId, confidential),
    ...waitFor(kind, wire, hint, epochMs),
  });
}

function waitFor(
  kind: FailureKind,
  wire: WireError,
  hint: RetryHint | undefined,
  epochMs: number,
): Pick<ModelFailure, "retryAfterMs" | "retryAfterSource" | "resetsAtMs"> {
  if (kind === "quota-exhausted") {
    const resetsAtMs = quotaResetsAtMs(wire, hint, epochMs);
    return resetsAtMs === undefined ? {} : { resetsAtMs };
  }
  const wait = hint ?? (kind === "rate-limited" ? readLimitReset(wire, epochMs) : undefined);
  return wait === undefined ? {} : { retryAfterMs: wait.ms, retryAfterSource: wait.source };
}

function billedFor(kind: FailureKind, status: number): ModelFailure["billed"] {
  if (kind === "timeout" || kind === "network" || kind === "server-error") return "unknown";
  return status >= 300 ? "none" : "unknown";
}

/** A 200 whose body is not what the wire format says. */
function nonAnswerFailure(
  wire: WireError,
  provider: string,
  confidential: Confidential,
): ModelFailure {
  return makeFailure("malformed-output", {
    provider,
    message: `${provider} answered ${wire.status} with a body that is not an answer of its format.`,
    billed: "unknown",
    status: wire.status,
    requestId: quoteName(wire.requestId, confidential),
  });
}

/** Chat completions without a choice. */
function emptyFailure(error: unknown, provider: string): ModelFailure | undefined {
  if (!InvalidResponseDataError.isInstance(error)) return undefined;
  const inputTokens = Number(fieldAt(error.data, "usage", "prompt_tokens"));
  const outputTokens = Number(fieldAt(error.data, "usage", "completion_tokens"));
  const isCounted = Number.isInteger(inputTokens) && Number.isInteger(outputTokens);
  const isReported = isCounted && inputTokens > 0 && outputTokens >= 0;
  return makeFailure("empty-output", {
    provider,
    message: `${provider} answered 200 without any choice.`,
    billed: isReported ? "full" : "unknown",
    status: 200,
    requestId: textAt(error.data, "id"),
    ...(isReported && {
      usage: {
        inputTokens,
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        outputTokens,
        reasoningTokens: 0,
      },
    }),
  });
}

/** What the adapter rejected before anything was sent. */
function callerFailure(
  error: unknown,
  provider: string,
  confidential: Confidential,
): ModelFailure | undefined {
  if (UnsupportedFunctionalityError.isInstance(error)) {
    const what = quoteProvider(error.functionality, confidential);
    const message = `${provider} cannot take this request: ${what} is not supported.`;
    return makeFailure("unsupported-capability", { provider, message, billed: "none" });
  }
  if (InvalidPromptError.isInstance(error) || InvalidArgumentError.isInstance(error)) {
    const why = quoteProvider(error.message, confidential);
    const message = `The request cannot be put into ${provider}'s format: ${why}`;
    return makeFailure("invalid-request", { provider, message, billed: "none" });
  }
  return undefined;
}

function unexplainedFailure(
  error: unknown,
  provider: string,
  confidential: Confidential,
): ModelFailure {
  const words = wordsOf(error);
  return makeFailure("server-error", {
    provider,
    message: `The call to ${provider} failed: ${quoteProvider(words, confidential)}`,
    billed: "unknown",
  });
}

/** JavaScript can throw anything, also what cannot be turned into text. */
function wordsOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === "string" ? error : `it threw a value of type ${typeof error}`;
}
