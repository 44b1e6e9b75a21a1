import type { Overrides } from "../bundle/decision.ts";
import type { RungName } from "../documents/route-document.ts";
import type { FailureKind } from "./failure.ts";
import type { Message, OutputFormat, Tool, ToolCallPart, ToolChoice } from "./message.ts";
import type { FinishReason, Usage } from "./model-call.ts";

/**
 * What an application asks. `intent` and `risk` are literal unions of the policy's own domains
 * when the policy was made by `definePolicy`.
 */
export interface AskRequest<
  Intent extends string = string,
  Risk extends string = string,
> extends Overrides {
  readonly intent: Intent;
  readonly risk: Risk;
  /** How long the caller waits for the complete answer, in milliseconds. Above 0. */
  readonly slaMs: number;
  /** The prompt, or the conversation so far. */
  readonly input: string | readonly Message[];
  /** Who asks. Default: the policy's `domains.defaults`, like the two below. */
  readonly segment?: string;
  readonly locale?: string;
  readonly residency?: string;
  /** Re-asks of one task share it. Default: the ask's own id. */
  readonly taskId?: string;
  /**
   * Asks of one conversation share it, up to 256 characters. On a route that says
   * `sticky: conversation` they go to the endpoint that answered it last, while that is eligible.
   */
  readonly conversation?: string;
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly output?: OutputFormat;
  /** Greatest length of the answer. The route's own limit holds too. */
  readonly outputTokensMax?: number;
  /** 0 to 2. Ignored on a deterministic route. */
  readonly temperature?: number;
  /** Labels that reach every event of the ask: at most 16, keys and values up to 64 characters. */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Whether the caller can wait for another time: where the policy's spend levels say `defer`, such
   * an ask is put off with a `retryAfterMs` before any other has to give way. Default: false.
   */
  readonly deferrable?: boolean;
  /** Ends the ask when aborted: no further call, no fallback. */
  readonly signal?: AbortSignal;
}

/** Why an answer is what it is. */
export interface AnswerWhy {
  readonly code:
    | "first-choice"
    /** The endpoint that answered the conversation before, ahead of the route's order. */
    | "sticky"
    | "fallback"
    | "retried"
    | "hedged"
    | "repaired"
    /** An endpoint went on with an answer that had broken off. */
    | "continued"
    | "degraded"
    | "deadline"
    | "budget"
    | "no-endpoint"
    /** Every rung that could call a model is closed for now, after failures in a row. */
    | "rungs-closed"
    | "attempts-exhausted"
    /** The policy's spend levels took a tier from the route's best. */
    | "spend"
    /** A spend level puts off asks that can wait, or lets in only a share of the route's. */
    | "deferred"
    | "throttled"
    /** The route's quota by requests, tokens or calls in flight has no room. */
    | "quota";
  /** One sentence with the values. */
  readonly message: string;
}

/**
 * Why a call is made: the ask's first, the same endpoint again, the next one, a second in parallel,
 * or the same endpoint to mend the answer that a gate refused.
 */
export type AttemptKind = "first" | "retry" | "fallback" | "hedge" | "repair";

/** How a call ended. `outrun`: another call of the ask answered first, so it was cut. */
export type AttemptOutcome = "ok" | "outrun" | FailureKind;

/** One call that was made for an ask. */
export interface AttemptSummary {
  readonly attemptId: string;
  readonly kind: AttemptKind;
  readonly endpoint: string;
  readonly rung: RungName;
  readonly outcome: AttemptOutcome;
  readonly latencyMs: number;
  readonly costMicroUsd: number;
}

/** How the gates of the route judged an answer. */
export interface AnswerVerdict {
  /**
   * `failed` only where a stream had been shown before its end. `unjudged`: a judge was not asked
   * or could not say, or it is the static text.
   */
  readonly outcome: "passed" | "failed" | "unjudged";
  /** Quality as the gates see it, 0 to 1; absent where none was asked. */
  readonly score?: number;
  /** What the gates that failed say. */
  readonly failures: readonly string[];
}

/** What an ask returns. A static answer is an answer too, and says so. */
export interface Answer {
  readonly askId: string;
  readonly taskId: string;
  /** The text; empty when the model only called tools. */
  readonly text: string;
  /** The parsed JSON when `output` was asked for and a model answered. */
  readonly object?: unknown;
  readonly toolCalls: readonly ToolCallPart[];
  /** Why the model stopped; `length`: the output limit cut the text. Absent on a static answer. */
  readonly finishReason?: FinishReason;
  readonly rung: RungName;
  /** Whether it is less than a full answer. */
  readonly degraded: boolean;
  readonly route: string;
  /** Absent on a static answer, like the three below. */
  readonly endpoint?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly region?: string;
  /**
   * Where a stream broke off and `endpoint` went on with it: the endpoints that wrote the beginning
   * of the text, in order. What they cost is in `attempts` and in `costMicroUsd`.
   */
  readonly continuedFrom?: readonly string[];
  readonly verdict: AnswerVerdict;
  /** Whether the served model has no quality score for the intent. */
  readonly unmeasured: boolean;
  /** The bundle's hash. */
  readonly policyHash: string;
  readonly usage: Usage;
  /** All spend of the ask, failed attempts too. */
  readonly costMicroUsd: number;
  readonly latencyMs: number;
  readonly insideSla: boolean;
  readonly attempts: readonly AttemptSummary[];
  readonly why: AnswerWhy;
  /** On a static answer: when to try again. The policy says it, or the quota that had no room. */
  readonly retryAfterMs?: number;
}
