import type { Malformation, SchemaBreak, ToolMistake } from "./families/body-fault.ts";
import type { ErrorBody } from "./families/http-fault.ts";
import type { Discipline } from "./families/latency-fault.ts";
import type { StreamMalformation } from "./families/stream-fault.ts";

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

/** A provider that serves so many calls at once. */
export interface CapacityEffect {
  readonly stage: "capacity";
  readonly servers: number;
  readonly discipline: Discipline;
  /** Calls that may wait; the next one is refused as overloaded. */
  readonly waitingMax: number;
  /** Whether work goes on that nobody waits for any more. */
  readonly abandonedWorkCounts: boolean;
  /** After this long a call is answered as given up. Absent: never. */
  readonly gatewayTimeoutMs?: number;
}

/** No answer comes at all. */
export type ConnectionEffect =
  | {
      readonly stage: "connection";
      /** `reset` comes while the caller waits, `silent` never ends, all others come at once. */
      readonly how:
        | "refused"
        | "reset-early"
        | "reset"
        | "unknown"
        | "unresolved"
        | "expired"
        | "wrong-host"
        | "silent";
    }
  | {
      readonly stage: "connection";
      readonly how: "connect-timeout";
      /** Until the client gives up. */
      readonly waitMs: number;
    };

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
  readonly body: ErrorBody;
}

/** Something is wrong with an answer whose status is 200. */
export type BodyEffect =
  | {
      readonly stage: "body";
      readonly how: "empty" | "missing-usage" | "stalled" | "wrong-shape" | "wrong-language";
    }
  | {
      readonly stage: "body";
      readonly how: "truncated";
      /** Whether the provider says that its limit was met. */
      readonly isTold: boolean;
    }
  | {
      readonly stage: "body";
      readonly how: "cut";
      /** Share of the body that comes before. 0 to 1. */
      readonly after: number;
    }
  | {
      readonly stage: "body";
      readonly how: "refusal";
      readonly style: "stop-reason" | "text" | "filter";
    }
  | { readonly stage: "body"; readonly how: "quality-drop"; readonly to: number }
  | { readonly stage: "body"; readonly how: "longer" | "usage-lies"; readonly times: number }
  | {
      readonly stage: "body";
      readonly how: "schema-break";
      /** `foreign`: it has nothing of what was asked for. */
      readonly as: SchemaBreak | "foreign";
    }
  | { readonly stage: "body"; readonly how: "tool-mistake"; readonly as: ToolMistake }
  | {
      readonly stage: "body";
      readonly how: "wrong-model";
      /** Catalogue id of the model that answers. */
      readonly serves: string;
    }
  | { readonly stage: "body"; readonly how: "malformed"; readonly as: Malformation };

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
      readonly how: "frozen";
      readonly after: number;
      /** Added at that place. Absent: nothing comes any more. */
      readonly waitMs?: number;
    }
  | {
      readonly stage: "stream";
      readonly how: "cut" | "ended" | "error";
      /** Share of the answer that comes before. 0 to 1. */
      readonly after: number;
    }
  | { readonly stage: "stream"; readonly how: "malformed"; readonly as: StreamMalformation };

/** What the provider charges, whatever it reports. */
export type BillEffect =
  | { readonly stage: "bill"; readonly how: "price"; readonly times: number }
  /** No input comes out of the provider's cache. */
  | { readonly stage: "bill"; readonly how: "cold" };

/** What one fault does to one call. */
export type FaultEffect =
  | LatencyEffect
  | CapacityEffect
  | ConnectionEffect
  | StatusEffect
  | BodyEffect
  | StreamEffect
  | BillEffect;

/** A fault that takes effect on a call. */
export interface AppliedFault {
  /** The fault's id. */
  readonly fault: string;
  readonly effect: FaultEffect;
}
