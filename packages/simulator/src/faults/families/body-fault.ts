import { Fraction, type PercentText } from "@switchyard/contract";
import { parseShare } from "@switchyard/policy";
import { z } from "zod";
import type { BodyEffect } from "../fault-effect.ts";
import { type FaultSchedule, SCHEDULE_FIELDS, ShareText } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** What of a body cannot be read. */
export const MALFORMATIONS = ["truncated-json", "html", "empty", "nul-bytes", "bom"] as const;
export type Malformation = (typeof MALFORMATIONS)[number];

/** How structured output breaks its schema. */
export const SCHEMA_BREAKS = ["missing", "extra", "wrong-type", "enum", "markdown-fence"] as const;
export type SchemaBreak = (typeof SCHEMA_BREAKS)[number];

/** What a model calls that it should not. */
export const TOOL_MISTAKES = ["unknown-name", "bad-args", "repeat"] as const;
export type ToolMistake = (typeof TOOL_MISTAKES)[number];

/** Something is wrong with an answer whose status is 200. */
export type BodyBehaviour =
  /** Headers, then nothing until the caller gives up. */
  | { readonly type: "body.stalled" }
  | {
      /** The connection breaks in the middle of the body. */
      readonly type: "body.cut";
      /** How much of the body comes before. Default: 50%. */
      readonly after?: PercentText;
    }
  | {
      /** `bom`: a byte order mark before the body. */
      readonly type: "body.malformed";
      readonly how: Malformation;
    }
  | {
      /** The answer ends half-way. */
      readonly type: "body.truncated";
      /** What the provider says of it: a full output limit, or nothing. Default: length. */
      readonly finish?: "length" | "stop";
    }
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
      /** Nothing but quality tells it. */
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
  | {
      /** Structured output breaks its schema in this one way, where a schema was asked for. */
      readonly type: "body.schema-violation";
      readonly how: SchemaBreak;
    }
  | {
      /**
       * A call of a tool where the request has tools: of one that does not exist, with arguments
       * that break its schema, or always of the same one in place of an answer.
       */
      readonly type: "body.tool-hallucinated";
      readonly how: ToolMistake;
    }
  | {
      /** Another model of the provider answers, under the name that was asked for. */
      readonly type: "body.wrong-model";
      /** A model of the catalogue. */
      readonly serves: string;
    }
  /** The answer is in French, whatever the question is in. */
  | { readonly type: "body.wrong-language" }
  /** No usage is reported. Anthropic's SDK takes no answer without it. */
  | { readonly type: "body.missing-usage" }
  | {
      /** The reported tokens of the output are so many times the true ones. The invoice is not. */
      readonly type: "body.usage-lies";
      readonly times: number;
    };

export const BodyFault: OneOf<FaultSchedule & BodyBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("body.stalled") }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.cut"),
    after: ShareText.exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.malformed"),
    how: z.enum(MALFORMATIONS),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.truncated"),
    finish: z.enum(["length", "stop"]).exactOptional(),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("body.empty") }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.refusal"),
    style: z.enum(["stop-reason", "text", "filter"]),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("body.quality-drop"), to: Fraction }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.longer"),
    times: z.number().gt(1),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.wrong-shape"),
    of: z.enum(["envelope", "answer"]).exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.schema-violation"),
    how: z.enum(SCHEMA_BREAKS),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.tool-hallucinated"),
    how: z.enum(TOOL_MISTAKES),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.wrong-model"),
    serves: z.string().min(1),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("body.wrong-language") }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("body.missing-usage") }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("body.usage-lies"),
    times: z.number().positive(),
  }),
]);

export function bodyEffect(behaviour: BodyBehaviour): BodyEffect {
  switch (behaviour.type) {
    case "body.stalled":
      return { stage: "body", how: "stalled" };
    case "body.cut": {
      const { after } = behaviour;
      return { stage: "body", how: "cut", after: after === undefined ? 0.5 : parseShare(after) };
    }
    case "body.malformed":
      return { stage: "body", how: "malformed", as: behaviour.how };
    case "body.truncated":
      return { stage: "body", how: "truncated", isTold: behaviour.finish !== "stop" };
    case "body.empty":
      return { stage: "body", how: "empty" };
    case "body.refusal":
      return { stage: "body", how: "refusal", style: behaviour.style };
    case "body.quality-drop":
      return { stage: "body", how: "quality-drop", to: behaviour.to };
    case "body.longer":
      return { stage: "body", how: "longer", times: behaviour.times };
    case "body.wrong-shape":
      return behaviour.of === "answer"
        ? { stage: "body", how: "schema-break", as: "foreign" }
        : { stage: "body", how: "wrong-shape" };
    case "body.schema-violation":
      return { stage: "body", how: "schema-break", as: behaviour.how };
    case "body.tool-hallucinated":
      return { stage: "body", how: "tool-mistake", as: behaviour.how };
    case "body.wrong-model":
      return { stage: "body", how: "wrong-model", serves: behaviour.serves };
    case "body.wrong-language":
      return { stage: "body", how: "wrong-language" };
    case "body.missing-usage":
      return { stage: "body", how: "missing-usage" };
    case "body.usage-lies":
      return { stage: "body", how: "usage-lies", times: behaviour.times };
    default:
      return behaviour satisfies never;
  }
}
