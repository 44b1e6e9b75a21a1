/** What a `retry-after` header says. */
export type RetryAfter =
  | { readonly kind: "none" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "http-date" }
  | { readonly kind: "garbage" };

/** Where a provider's request limit stands. */
export interface RateWindow {
  readonly requestsPerMinute: number;
  readonly remaining: number;
  /** Until the oldest counted call leaves the window; 0 when none is counted. */
  readonly resetMs: number;
}

/** The limit of an account that no fault limits; assumed, large enough never to matter. */
export const USUAL_REQUESTS_PER_MINUTE = 10_000;

/** Time before anything else happens. Factors multiply the model's latency, waits add to it. */
export interface LatencyEffect {
  readonly stage: "latency";
  readonly addMs: number;
  readonly times: number;
}

/** No answer comes at all. */
export interface ConnectionEffect {
  readonly stage: "connection";
  readonly how: "refused" | "reset" | "silent";
}

/** An error answer in place of the provider's own. */
export interface StatusEffect {
  readonly stage: "status";
  readonly cause:
    | "status"
    | "rate-limit"
    | "spend-limit"
    | "auth-revoked"
    | "model-gone"
    | "region-unsupported"
    | "context-overflow"
    | "blocked-input"
    | "overloaded";
  /** Absent: the provider's own for the cause. */
  readonly status?: number;
  readonly retryAfter: RetryAfter;
  readonly body: "provider" | "html" | "empty";
}

/** Something is wrong with an answer whose status is 200. */
export type BodyEffect =
  | {
      readonly stage: "body";
      readonly how: "truncated" | "empty" | "missing-usage" | "stalled" | "cut";
    }
  | {
      readonly stage: "body";
      readonly how: "refusal";
      readonly style: "stop-reason" | "text" | "filter";
    }
  | { readonly stage: "body"; readonly how: "quality-drop"; readonly to: number }
  | { readonly stage: "body"; readonly how: "longer"; readonly times: number }
  | { readonly stage: "body"; readonly how: "wrong-shape"; readonly of: "envelope" | "answer" }
  | {
      readonly stage: "body";
      readonly how: "malformed";
      readonly as: "truncated-json" | "html" | "empty";
    };

/** Something happens to an answer that comes in pieces; to a whole one nothing does. */
export type StreamEffect =
  | {
      readonly stage: "stream";
      readonly how: "stalled";
      /** Added before the first token. Absent: it never comes. */
      readonly waitMs?: number;
    }
  | { readonly stage: "stream"; readonly how: "slow"; readonly times: number }
  | {
      readonly stage: "stream";
      readonly how: "cut" | "ended" | "error";
      /** Share of the answer that comes before. 0 to 1. */
      readonly after: number;
    };

/** What one fault does to one call. */
export type FaultEffect =
  LatencyEffect | ConnectionEffect | StatusEffect | BodyEffect | StreamEffect;

/** A fault that takes effect on a call. */
export interface AppliedFault {
  /** The fault's id. */
  readonly fault: string;
  readonly effect: FaultEffect;
}
