import { z } from "zod";
import { unwrapSchema, type AnySchema } from "./schema-at.ts";

const TEXTS = ["placeholder", "1s", "$1", "1%", "2000-01-01", "a/b"];
const NUMBERS = [1, 0, 0.5, 2];
/** Maps of the formats nest less deep; a recursive schema has to end somewhere. */
const DEPTH_MAX = 10;

/**
 * A value that a schema takes, put in place of a wrong one so that the rest of a document can
 * still be checked. Undefined when none is found.
 */
export function placeholderOf(schema: AnySchema, depth = 0): unknown {
  if (depth > DEPTH_MAX) return undefined;
  return proposalsOf(unwrapSchema(schema), depth + 1).find(
    (proposal) => z.safeParse(schema, proposal).success,
  );
}

function proposalsOf(schema: AnySchema, depth: number): readonly unknown[] {
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => placeholderOf(option, depth));
  }
  if (schema instanceof z.ZodEnum) return schema.options;
  if (schema instanceof z.ZodLiteral) return [...schema.values];
  if (schema instanceof z.ZodBoolean) return [false, true];
  if (schema instanceof z.ZodNumber) return NUMBERS;
  if (schema instanceof z.ZodArray) return [[], [placeholderOf(schema.element, depth)]];
  if (schema instanceof z.ZodRecord) return [{}];
  return schema instanceof z.ZodObject ? [mapOf(schema, depth)] : TEXTS;
}

/** Only keys that have to be there: an optional one adds nothing to check. */
function mapOf({ shape }: z.ZodObject, depth: number): Readonly<Record<string, unknown>> {
  const entries = Object.entries(shape)
    .filter(([, schema]) => !z.safeParse(z.strictObject({ key: schema }), {}).success)
    .map(([key, schema]) => [key, placeholderOf(schema, depth)]);
  return Object.fromEntries(entries);
}
