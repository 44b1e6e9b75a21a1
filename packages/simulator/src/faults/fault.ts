import { Count, DurationText, Fraction, Id, PercentText } from "@switchyard/contract";
import { z } from "zod";

/** Which calls a fault may hit; what is left out matches everything. At least one is named. */
export interface FaultTarget {
  /**
   * A provider of the catalogue, or a role that the runner resolves: `@primary`, `@second`, or
   * `@each` for every provider.
   */
  readonly provider?: string;
  /** A model of the catalogue, or a role. It includes the model's variants. */
  readonly model?: string;
  readonly region?: string;
}

/** What a `retry-after` header says: nothing, a wait, a date ten seconds ahead, or nonsense. */
export type RetryAfterText = "none" | "http-date" | "garbage" | DurationText;

/** What is done to a call, and with which settings. */
export type FaultBehaviour =
  /** No connection: `ECONNREFUSED`. */
  | { readonly type: "net.refused" }
  /** The connection breaks while the caller waits: `ECONNRESET`. */
  | { readonly type: "net.reset" }
  /** Silence until the caller gives up. */
  | { readonly type: "net.blackhole" }
  | {
      readonly type: "http.status";
      /** Statuses by weight, such as `{ "503": 3, "500": 1 }`. */
      readonly mix: Readonly<Record<string, number>>;
      /** Default: none. */
      readonly retryAfter?: RetryAfterText;
      /** The provider's own error body, a proxy's page, or nothing. Default: provider. */
      readonly body?: "provider" | "html" | "empty";
    }
  | {
      readonly type: "http.rate-limit";
      /** Calls let through in any 60 seconds; refused calls take no place. Default: none at all. */
      readonly requestsPerMinute?: number;
      /** Default: the truth, or `1s` where no call is let through. */
      readonly retryAfter?: RetryAfterText;
      /** Whether answers carry the provider's rate-limit headers. Default: true. */
      readonly headers?: boolean;
    }
  /** The account is out of money; no retry helps. */
  | { readonly type: "http.spend-limit" }
  /** The key no longer counts: 401. */
  | { readonly type: "http.auth-revoked" }
  /** The provider no longer knows the model: 404. */
  | { readonly type: "http.model-gone" }
  /** The provider cannot make sense of the request: 400. */
  | { readonly type: "http.bad-request" }
  /** The key may not do this: 403. */
  | { readonly type: "http.permission" }
  /**
   * The provider does not serve the caller's country. Anthropic has no word of its own for it and
   * says that there is no permission.
   */
  | { readonly type: "http.region-unsupported" }
  /** Something else changed the same resource: 409. */
  | { readonly type: "http.conflict" }
  /** The body of the request is too large: 413. */
  | { readonly type: "http.payload-too-large" }
  /** The prompt does not fit the model's context window: 400. */
  | { readonly type: "http.context-overflow" }
  /**
   * The provider's filter stops the prompt. OpenAI answers 400; Gemini answers 200 with a block
   * reason and no candidate; Anthropic has no filter of prompts and refuses with 200.
   */
  | { readonly type: "http.blocked-input" }
  | {
      readonly type: "http.overloaded";
      /** Default: the provider's own, 529 for Anthropic and 503 for the others. */
      readonly status?: "503" | "529";
    }
  | {
      readonly type: "latency.added";
      /** Exactly one: a wait on top, or a factor of the model's own latency. */
      readonly add?: DurationText;
      readonly times?: number;
    }
  /** Headers, then nothing until the caller gives up. */
  | { readonly type: "body.stalled" }
  /** The connection breaks in the middle of the body. */
  | { readonly type: "body.cut" }
  | { readonly type: "body.malformed"; readonly how: "truncated-json" | "html" | "empty" }
  /** The answer ends half-way, with the provider's word for a full output limit. */
  | { readonly type: "body.truncated" }
  /** A complete answer with nothing in it. */
  | { readonly type: "body.empty" }
  | {
      readonly type: "body.refusal";
      /**
       * Marked as a refusal, said in plain text only, or stopped by a content filter. Gemini marks
       * the first as prohibited content; Anthropic has no filter and marks both as a refusal.
       */
      readonly style: "stop-reason" | "text" | "filter";
    }
  | {
      readonly type: "body.quality-drop";
      /** The true quality of the answer, at most. 0 to 1. */
      readonly to: number;
    }
  | {
      readonly type: "body.longer";
      /** How many times as long answers are, up to the request's own limit. Above 1. */
      readonly times: number;
    }
  | {
      readonly type: "body.wrong-shape";
      /**
       * `envelope`: valid JSON that is no answer of this API; `answer`: structured output that
       * breaks its schema, where one was asked for. Default: envelope.
       */
      readonly of?: "envelope" | "answer";
    }
  /** No usage is reported. Anthropic's SDK takes no answer without it. */
  | { readonly type: "body.missing-usage" }
  | {
      /** Headers, then a wait before the first token. Stream faults leave whole answers alone. */
      readonly type: "stream.first-token-stall";
      /** On top of the model's own time. Default: until the caller gives up. */
      readonly wait?: DurationText;
    }
  | {
      readonly type: "stream.slow-tokens";
      /** How many times slower the tokens come after the first. */
      readonly times: number;
    }
  | {
      /** The connection breaks in the middle of the answer. */
      readonly type: "stream.cut";
      /** How much of the answer comes before; never all of it. Default: 50%. */
      readonly after?: PercentText;
    }
  | {
      /** The stream ends in order, but before its answer does. */
      readonly type: "stream.early-end";
      /** As for `stream.cut`. */
      readonly after?: PercentText;
    }
  | {
      /** An overload, told by an error event inside a stream that began with status 200. */
      readonly type: "stream.error";
      /** As for `stream.cut`. */
      readonly after?: PercentText;
    };

/** The kinds of faults. */
export type FaultType = FaultBehaviour["type"];

/** When and whom a fault hits. */
export interface FaultSchedule {
  readonly id: string;
  /** Start, counted from the start of the rehearsal. */
  readonly at: DurationText;
  /** Default: to the end of the rehearsal. */
  readonly for?: DurationText;
  readonly target: FaultTarget;
  /** Share of the target's calls that are hit, each drawn by itself. Default: 100%. */
  readonly share?: PercentText;
  /** Time in which the share grows from nothing to its full size. Default: at once. */
  readonly ramp?: DurationText;
}

/** One thing that goes wrong at the providers, as data. */
export type Fault = FaultSchedule & FaultBehaviour;

const target = z
  .strictObject({
    provider: z.string().min(1).exactOptional(),
    model: z.string().min(1).exactOptional(),
    region: z.string().min(1).exactOptional(),
  })
  .refine((named) => Object.keys(named).length > 0, {
    error: 'name a provider, a model or a region, such as { provider: "@primary" }',
  });

const share = PercentText.refine((text) => Number.parseFloat(text) <= 100, {
  error: "write a share of at most 100%",
});

const schedule = z.strictObject({
  id: Id,
  at: DurationText,
  for: DurationText.exactOptional(),
  target,
  share: share.exactOptional(),
  ramp: DurationText.exactOptional(),
});

const retryAfter = z.string().regex(/^(none|http-date|garbage|(\d+(\.\d+)?(ms|s|m|h|d))+)$/, {
  error: "write none, http-date, garbage or a duration such as 20s",
});

const mix = z
  .record(
    z.string().regex(/^[45]\d\d$/, { error: "write a status from 400 to 599" }),
    z.number().positive(),
  )
  .refine((weights) => Object.keys(weights).length > 0, {
    error: 'weigh at least one status, such as { "503": 1 }',
  });

/** Parses one fault of a scenario. Strict: an unknown key or type is an error. */
export const Fault: z.ZodType<Fault> = z.discriminatedUnion("type", [
  schedule.extend({ type: z.literal("net.refused") }),
  schedule.extend({ type: z.literal("net.reset") }),
  schedule.extend({ type: z.literal("net.blackhole") }),
  schedule.extend({
    type: z.literal("http.status"),
    mix,
    retryAfter: retryAfter.exactOptional(),
    body: z.enum(["provider", "html", "empty"]).exactOptional(),
  }),
  schedule.extend({
    type: z.literal("http.rate-limit"),
    requestsPerMinute: Count.exactOptional(),
    retryAfter: retryAfter.exactOptional(),
    headers: z.boolean().exactOptional(),
  }),
  schedule.extend({ type: z.literal("http.spend-limit") }),
  schedule.extend({ type: z.literal("http.auth-revoked") }),
  schedule.extend({ type: z.literal("http.model-gone") }),
  schedule.extend({ type: z.literal("http.bad-request") }),
  schedule.extend({ type: z.literal("http.permission") }),
  schedule.extend({ type: z.literal("http.region-unsupported") }),
  schedule.extend({ type: z.literal("http.conflict") }),
  schedule.extend({ type: z.literal("http.payload-too-large") }),
  schedule.extend({ type: z.literal("http.context-overflow") }),
  schedule.extend({ type: z.literal("http.blocked-input") }),
  schedule.extend({
    type: z.literal("http.overloaded"),
    status: z.enum(["503", "529"]).exactOptional(),
  }),
  schedule
    .extend({
      type: z.literal("latency.added"),
      add: DurationText.exactOptional(),
      times: z.number().positive().exactOptional(),
    })
    .refine(({ add, times }) => (add === undefined) !== (times === undefined), {
      error: "give either add, such as 3s, or times, such as 2.5",
    }),
  schedule.extend({ type: z.literal("body.stalled") }),
  schedule.extend({ type: z.literal("body.cut") }),
  schedule.extend({
    type: z.literal("body.malformed"),
    how: z.enum(["truncated-json", "html", "empty"]),
  }),
  schedule.extend({ type: z.literal("body.truncated") }),
  schedule.extend({ type: z.literal("body.empty") }),
  schedule.extend({
    type: z.literal("body.refusal"),
    style: z.enum(["stop-reason", "text", "filter"]),
  }),
  schedule.extend({ type: z.literal("body.quality-drop"), to: Fraction }),
  schedule.extend({ type: z.literal("body.longer"), times: z.number().gt(1) }),
  schedule.extend({
    type: z.literal("body.wrong-shape"),
    of: z.enum(["envelope", "answer"]).exactOptional(),
  }),
  schedule.extend({ type: z.literal("body.missing-usage") }),
  schedule.extend({
    type: z.literal("stream.first-token-stall"),
    wait: DurationText.exactOptional(),
  }),
  schedule.extend({ type: z.literal("stream.slow-tokens"), times: z.number().positive() }),
  schedule.extend({ type: z.literal("stream.cut"), after: share.exactOptional() }),
  schedule.extend({ type: z.literal("stream.early-end"), after: share.exactOptional() }),
  schedule.extend({ type: z.literal("stream.error"), after: share.exactOptional() }),
]);
