import type { ReasoningEffort } from "../documents/catalog-document.ts";
import type { ModelFailure } from "./failure.ts";
import type { Message, OutputFormat, Tool, ToolCallPart, ToolChoice } from "./message.ts";

/** Tokens as the provider counted them. Totals include their parts. */
export interface Usage {
  readonly inputTokens: number;
  /** Part of `inputTokens` read from the provider's prompt cache. */
  readonly cachedInputTokens: number;
  /** Part of `inputTokens` written to it. */
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  /** Part of `outputTokens` spent on reasoning. */
  readonly reasoningTokens: number;
}

/** What every wire format can say, once. */
export interface ModelRequest {
  readonly messages: readonly Message[];
  /**
   * Whether the last message is the beginning of the answer, which the model goes on with: only a
   * model with the capability `prefill` is asked to. Default: false.
   */
  readonly continuesLast?: boolean;
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly output?: OutputFormat;
  readonly outputTokensMax: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly reasoningEffort?: ReasoningEffort;
}

/** One attempt at one endpoint. */
export interface ModelCall {
  /** Unique; sent as `x-client-request-id`, so a provider's log can be joined with ours. */
  readonly attemptId: string;
  /** Endpoint id, `provider/model@variant#region`. */
  readonly endpoint: string;
  readonly model: string;
  readonly provider: string;
  readonly region: string;
  readonly request: ModelRequest;
  /** Ends the call; its reason says why. */
  readonly signal: AbortSignal;
}

export const FINISH_REASONS = ["stop", "length", "tool-calls", "other"] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

/** What a provider says is left of its rate limits after a call. */
export interface RateLimit {
  readonly remainingRequests?: number;
  /** The least that is left of any limit on tokens. */
  readonly remainingTokens?: number;
  /**
   * Milliseconds until the limits that are used up are full again; until all are when none is
   * used up.
   */
  readonly resetsInMs: number;
}

/** A provider's answer in our words. */
export interface ModelResponse {
  readonly text: string;
  readonly toolCalls: readonly ToolCallPart[];
  /** `length`: the output limit cut it. */
  readonly finishReason: FinishReason;
  readonly usage: Usage;
  /** Whether the provider reported usage; if not, what it left out is zero and must be estimated. */
  readonly usageReported: boolean;
  /** The model that the provider says it served. */
  readonly servedModel?: string;
  readonly requestId?: string;
  /** Absent where the provider does not say. */
  readonly rateLimit?: RateLimit;
}

/** A call's end: both are expected, neither is thrown. */
export type ModelResult =
  | { readonly ok: true; readonly response: ModelResponse }
  | { readonly ok: false; readonly failure: ModelFailure };
