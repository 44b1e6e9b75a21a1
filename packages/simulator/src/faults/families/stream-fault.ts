import { DurationText, type PercentText } from "@switchyard/contract";
import { parseDurationMs, parseShare } from "@switchyard/policy";
import { z } from "zod";
import type { StreamEffect } from "../fault-effect.ts";
import { type FaultSchedule, SCHEDULE_FIELDS, ShareText } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/**
 * What is wrong with the events of a stream. `split-utf8` and `crlf` are lawful, and no reader may
 * stumble over them; the same goes for `unknown-event` and `giant-line`.
 */
export const STREAM_MALFORMATIONS = [
  "bad-json",
  "split-utf8",
  "crlf",
  "duplicate",
  "out-of-order",
  "unknown-event",
  "giant-line",
] as const;
export type StreamMalformation = (typeof STREAM_MALFORMATIONS)[number];

/** Something happens to an answer that comes in pieces; whole answers are left alone. */
export type StreamBehaviour =
  | {
      /** Headers, then a wait before the first token. */
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
      /** The stream freezes in the middle of the answer. */
      readonly type: "stream.stall";
      /** As for `stream.cut`. */
      readonly after?: PercentText;
      /** Default: until the caller gives up. */
      readonly wait?: DurationText;
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
    }
  | { readonly type: "stream.malformed"; readonly how: StreamMalformation };

export const StreamFault: OneOf<FaultSchedule & StreamBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.first-token-stall"),
    wait: DurationText.exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.slow-tokens"),
    times: z.number().positive(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.stall"),
    after: ShareText.exactOptional(),
    wait: DurationText.exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.cut"),
    after: ShareText.exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.early-end"),
    after: ShareText.exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.error"),
    after: ShareText.exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("stream.malformed"),
    how: z.enum(STREAM_MALFORMATIONS),
  }),
]);

export function streamEffect(behaviour: StreamBehaviour): StreamEffect {
  switch (behaviour.type) {
    case "stream.first-token-stall":
      return { stage: "stream", how: "stalled", ...waitOf(behaviour.wait) };
    case "stream.slow-tokens":
      return { stage: "stream", how: "slow", times: behaviour.times };
    case "stream.stall": {
      const after = shareBefore(behaviour.after);
      return { stage: "stream", how: "frozen", after, ...waitOf(behaviour.wait) };
    }
    case "stream.cut":
      return { stage: "stream", how: "cut", after: shareBefore(behaviour.after) };
    case "stream.early-end":
      return { stage: "stream", how: "ended", after: shareBefore(behaviour.after) };
    case "stream.error":
      return { stage: "stream", how: "error", after: shareBefore(behaviour.after) };
    case "stream.malformed":
      return { stage: "stream", how: "malformed", as: behaviour.how };
    default:
      return behaviour satisfies never;
  }
}

/** A stream breaks half-way unless its fault says where. */
function shareBefore(after: string | undefined): number {
  return after === undefined ? 0.5 : parseShare(after);
}

function waitOf(wait: string | undefined): { readonly waitMs?: number } {
  return wait === undefined ? {} : { waitMs: parseDurationMs(wait) };
}
