import type { JsonSchema } from "@switchyard/contract";
import { fieldAt, isRecord, listAt } from "../wire/json-fields.ts";

/** Schemas nested deeper are sent as not strict. OpenAI's own limit is 10 levels. */
const DEPTH_MAX = 10;

/**
 * Whether OpenAI's strict mode takes a schema: every object lists all its properties as required
 * and allows no others (platform.openai.com/docs/guides/structured-outputs). Others are sent with
 * `strict: false`; they would be answered with 400, and the router's schema gate judges the answer
 * anyway.
 */
export function isStrictSchema(schema: JsonSchema): boolean {
  return isStrict(schema, 0);
}

function isStrict(schema: unknown, depth: number): boolean {
  if (!isRecord(schema)) return true;
  if (depth > DEPTH_MAX) return false;
  const properties = fieldAt(schema, "properties");
  if (schema["type"] === "object" || isRecord(properties)) {
    const names = isRecord(properties) ? Object.keys(properties) : [];
    const required = listAt(schema, "required");
    if (schema["additionalProperties"] !== false) return false;
    if (!names.every((name) => required.includes(name))) return false;
  }
  return childrenOf(schema).every((child) => isStrict(child, depth + 1));
}

function childrenOf(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const named = ["properties", "$defs", "definitions"].flatMap((key) => {
    const children = schema[key];
    return isRecord(children) ? Object.values(children) : [];
  });
  return [...named, schema["items"], ...listAt(schema, "anyOf"), ...listAt(schema, "allOf")];
}
