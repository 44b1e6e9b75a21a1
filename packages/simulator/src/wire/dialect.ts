import type { JsonSchema, ReasoningEffort } from "@switchyard/contract";
import type { RateWindow } from "../faults/fault-effect.ts";
import type { JsonObject } from "./json-fields.ts";

/** A tool that a request offers. */
export interface WireTool {
  readonly name: string;
  readonly schema: JsonSchema;
}

/** What a twin reads in a request, whatever its format. */
export interface WireRequest {
  /** The model's name on the wire. */
  readonly wireName: string;
  readonly reasoningEffort: ReasoningEffort | undefined;
  readonly outputTokensMax: number | undefined;
  readonly isStream: boolean;
  /** Text of the last turn. */
  readonly promptText: string;
  /** Whether the system prompt asks for a short answer. */
  readonly isAskedShort: boolean;
  /** The schema that the answer's text has to follow. */
  readonly schema: JsonSchema | undefined;
  /** Tools that the answer may call. */
  readonly tools: readonly WireTool[];
  /** The one that it has to call. */
  readonly forcedTool: WireTool | undefined;
}

/** Tokens of an answer. Totals include their parts. */
export interface WireUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** An answer, whatever its format. */
export interface Completion {
  readonly text: string;
  readonly toolCall: { readonly name: string; readonly input: unknown } | undefined;
  readonly finish: "stop" | "length" | "tool-call" | "refusal" | "filter";
  /** Absent: the provider reports none. */
  readonly usage: WireUsage | undefined;
}

/** What goes into every answer of one call. */
export interface ReplyContext {
  /** The model's name on the wire. */
  readonly wireName: string;
  /** Hexadecimal digits that are the call's own. */
  readonly id: string;
  /** Wall clock of the answer. */
  readonly epochMs: number;
  /** Time the provider took. */
  readonly processingMs: number;
  /** The provider's request limit, after this call. */
  readonly window: RateWindow;
  /** Whether headers tell of the limit. */
  readonly showsLimits: boolean;
}

/** Why a provider answers with an error. */
export type WireErrorCause =
  | "invalid-request"
  | "context-overflow"
  | "auth"
  | "model-unknown"
  | "rate-limit"
  | "spend-limit"
  | "region-unsupported"
  | "blocked-input"
  | "overloaded"
  | "status";

/** An error answer, whatever its format. */
export interface WireError {
  readonly cause: WireErrorCause;
  /** Absent: the provider's own for the cause. */
  readonly status?: number;
  /** A sentence; absent: the provider's own for the cause. */
  readonly message?: string;
  /** The wait that the provider asks for. */
  readonly retryAfterMs?: number;
}

/** An error in a provider's own shape; its status is 200 where the provider says it so. */
export interface WireErrorReply {
  readonly status: number;
  readonly body: JsonObject;
}

/** One provider's wire format. Pure: it reads requests and writes answers. */
export interface Dialect {
  /** A regular expression for what follows the base URL; its first group may be the model. */
  readonly path: string;
  /** Base URL of endpoints that name none. */
  readonly publicBaseUrl: string;
  /** Whether the wait of a rate limit is said in the body and not in `retry-after`. */
  readonly saysRetryInBody: boolean;
  /** The key that came with a request. */
  key(headers: Headers): string | undefined;
  /** What the provider would complain about before it looks at the model, in its words. */
  complaint(headers: Headers, body: JsonObject): string | undefined;
  read(body: JsonObject, modelInPath: string | undefined): WireRequest;
  answer(completion: Completion, context: ReplyContext): JsonObject;
  /** A whole answer as server-sent events, in chunks; the first comes with the first token. */
  stream(answer: JsonObject): readonly string[];
  /** The body of an error answer as an event inside a stream. */
  streamError(body: JsonObject): string;
  error(error: WireError, context: ReplyContext): WireErrorReply;
  /** Headers of every answer: request id and limits. */
  headers(context: ReplyContext): Record<string, string>;
}
