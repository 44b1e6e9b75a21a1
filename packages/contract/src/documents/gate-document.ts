import { z } from "zod";
import type { JsonSchema } from "../request/message.ts";
import { isJsonValue } from "./is-json-value.ts";
import { Count, Fraction, Id, PercentText } from "./quantities.ts";

/** Gates that need no setting. */
const PLAIN_GATES = ["non-empty", "not-truncated", "not-refusal"] as const;

/** Bounds of the texts that a gate looks for: each is searched for in every answer. */
const TEXTS_MAX = 100;
const TEXT_LENGTH_MAX = 500;

/** One check of an answer. An answer passes its route when it passes every gate. */
export type GateDocument =
  | (typeof PLAIN_GATES)[number]
  /** `request`: the caller's own output schema; `builtin/judgement`; or a JSON Schema in place. */
  | { readonly schema: string | JsonSchema }
  /** Bounds of the answer's length in Unicode code points, both included. */
  | { readonly length: { readonly charactersMin?: number; readonly charactersMax?: number } }
  /** Texts that must all be in the answer. Letter case is ignored. */
  | { readonly mustInclude: readonly string[] }
  /** Texts of which none may be in the answer. Letter case is ignored. */
  | { readonly mustNotInclude: readonly string[] }
  /** A function that the application gives to the router under this name. */
  | { readonly custom: string }
  /** A model that scores the answer, on an internal route. */
  | {
      readonly judge: {
        readonly route: string;
        readonly scoreMin: number;
        /** Share of the asks whose answers are judged. Default: all. */
        readonly sample?: PercentText;
      };
    };

const jsonSchema = z
  .record(z.string(), z.unknown())
  .refine((schema) => isJsonValue(schema), { error: "write a JSON Schema as a map" });

const texts = z.array(z.string().min(1).max(TEXT_LENGTH_MAX)).min(1).max(TEXTS_MAX);

/** Parses a gate. Names, bounds and lists are compared when the policy is checked. */
export const GateDocument: z.ZodType<GateDocument> = z.union(
  [
    z.enum(PLAIN_GATES),
    z.strictObject({
      schema: z.union([z.string(), jsonSchema], {
        error: "write request, builtin/judgement or a JSON Schema as a map",
      }),
    }),
    z.strictObject({
      length: z.strictObject({
        charactersMin: Count.exactOptional(),
        charactersMax: Count.exactOptional(),
      }),
    }),
    z.strictObject({ mustInclude: texts }),
    z.strictObject({ mustNotInclude: texts }),
    z.strictObject({ custom: Id }),
    z.strictObject({
      judge: z.strictObject({
        route: z.string(),
        scoreMin: Fraction,
        sample: PercentText.exactOptional(),
      }),
    }),
  ],
  {
    error:
      "write non-empty, not-truncated, not-refusal, or a map with one of schema, length, " +
      "mustInclude, mustNotInclude, custom and judge",
  },
);
