import { Count, type DurationText, type Rng } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import { z } from "zod";
import { pickWeighted } from "../../chance/pick-weighted.ts";
import type { RetryAfter, StatusEffect } from "../fault-effect.ts";
import { type FaultSchedule, SCHEDULE_FIELDS } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** What a `retry-after` header says: nothing, a wait, a date ten seconds ahead, or nonsense. */
export type RetryAfterText = "none" | "http-date" | "garbage" | DurationText;

/** Whose error body comes with a status. */
export const ERROR_BODIES = ["provider", "html", "empty", "wrong-provider"] as const;
export type ErrorBody = (typeof ERROR_BODIES)[number];

/** An error status in the provider's place. */
export type HttpBehaviour =
  | {
      readonly type: "http.status";
      /** Statuses by weight, such as `{ "503": 3, "500": 1 }`. */
      readonly mix: Readonly<Record<string, number>>;
      /** Default: none. */
      readonly retryAfter?: RetryAfterText;
      /** The provider's own error body, a proxy's page, nothing, or another API's. Default: provider. */
      readonly body?: ErrorBody;
    }
  | {
      readonly type: "http.rate-limit";
      /** Calls let through in any 60 seconds; refused calls take no place. Default: none at all. */
      readonly requestsPerMinute?: number;
      /** Tokens of input let through in any 60 seconds. Default: no limit beside the other. */
      readonly inputTokensPerMinute?: number;
      /** Default: the truth, or `1s` where no call is let through. */
      readonly retryAfter?: RetryAfterText;
      /** Whether answers carry the provider's rate-limit headers. Default: true. */
      readonly headers?: boolean;
    }
  | {
      /** The account is out of money; no retry helps. */
      readonly type: "http.spend-limit";
      /** Default: the provider's own, 402 for Gemini and 429 for the others. */
      readonly status?: "400" | "402" | "403" | "429";
    }
  | {
      /** The key no longer counts. */
      readonly type: "http.auth-revoked";
      /** Default: 401. */
      readonly status?: "401" | "403";
    }
  | {
      /** The provider no longer knows the model. */
      readonly type: "http.model-gone";
      /** Default: 404. */
      readonly status?: "404" | "410";
    }
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
  | {
      /** The body of the request is too large: 413. */
      readonly type: "http.payload-too-large";
      /** Bodies of up to so many bytes are let through. Default: none is. */
      readonly bytesMax?: number;
    }
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
    };

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

export const HttpFault: OneOf<FaultSchedule & HttpBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.status"),
    mix,
    retryAfter: retryAfter.exactOptional(),
    body: z.enum(ERROR_BODIES).exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.rate-limit"),
    requestsPerMinute: Count.exactOptional(),
    inputTokensPerMinute: Count.exactOptional(),
    retryAfter: retryAfter.exactOptional(),
    headers: z.boolean().exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.spend-limit"),
    status: z.enum(["400", "402", "403", "429"]).exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.auth-revoked"),
    status: z.enum(["401", "403"]).exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.model-gone"),
    status: z.enum(["404", "410"]).exactOptional(),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("http.bad-request") }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("http.permission") }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("http.region-unsupported") }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("http.conflict") }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.payload-too-large"),
    bytesMax: Count.exactOptional(),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("http.context-overflow") }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("http.blocked-input") }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("http.overloaded"),
    status: z.enum(["503", "529"]).exactOptional(),
  }),
]);

/**
 * Draws only where it has a choice.
 *
 * @param openInMs time until a limit lets a call through; an honest `retry-after`
 */
export function httpEffect(behaviour: HttpBehaviour, rng: Rng, openInMs: number): StatusEffect {
  switch (behaviour.type) {
    case "http.status": {
      const weights = Object.entries(behaviour.mix);
      return {
        ...statusEffect("status"),
        // A mix of one needs no draw, and none is taken.
        status: Number(weights.length === 1 ? weights[0]?.[0] : pickWeighted(rng, weights)),
        retryAfter: retryAfterOf(behaviour.retryAfter ?? "none"),
        body: behaviour.body ?? "provider",
      };
    }
    case "http.rate-limit":
      return {
        ...statusEffect("rate-limit"),
        retryAfter:
          behaviour.retryAfter === undefined
            ? { kind: "wait", ms: openInMs }
            : retryAfterOf(behaviour.retryAfter),
      };
    case "http.spend-limit":
      return statusEffect("spend-limit", behaviour.status);
    case "http.auth-revoked":
      return statusEffect("auth-revoked", behaviour.status);
    case "http.model-gone":
      return statusEffect("model-gone", behaviour.status);
    case "http.bad-request":
      return statusEffect("status", "400");
    case "http.permission":
      return statusEffect("status", "403");
    case "http.region-unsupported":
      return statusEffect("region-unsupported");
    case "http.conflict":
      return statusEffect("status", "409");
    case "http.payload-too-large":
      return statusEffect("status", "413");
    case "http.context-overflow":
      return statusEffect("context-overflow");
    case "http.blocked-input":
      return statusEffect("blocked-input");
    case "http.overloaded":
      return statusEffect("overloaded", behaviour.status);
    default:
      return behaviour satisfies never;
  }
}

/** A refusal in the provider's own words. */
function statusEffect(cause: StatusEffect["cause"], status?: string): StatusEffect {
  return {
    stage: "status",
    cause,
    ...(status !== undefined && { status: Number(status) }),
    retryAfter: { kind: "none" },
    body: "provider",
  };
}

function retryAfterOf(text: RetryAfterText): RetryAfter {
  if (text === "none" || text === "http-date" || text === "garbage") return { kind: text };
  return { kind: "wait", ms: parseDurationMs(text) };
}
