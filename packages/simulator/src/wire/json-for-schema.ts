import type { JsonSchema } from "@switchyard/contract";
import { isObject, listIn, numberIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";

/** Below this depth nothing is filled that may be left out: a schema may refer to itself. */
const OPTIONAL_DEPTH_MAX = 3;

/** Below this depth nothing is filled at all: such a schema has no finite value. */
const DEPTH_MAX = 10;

/** References and combinations followed in a row, at most. */
const STEPS_MAX = 8;

/** Items and characters that a schema may ask for at least; more are not made. */
const LENGTH_MAX = 64;

/** Examples of the formats that JSON Schema names. */
const FORMATS: Readonly<Record<string, string>> = {
  date: "2026-11-24",
  time: "12:00:00Z",
  "date-time": "2026-11-24T12:00:00Z",
  duration: "PT1H",
  email: "name@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * A value that follows `schema`, with `text` for its free strings.
 *
 * Knows const, enum, type, required and other properties, items, anyOf, oneOf, allOf, local
 * references, formats, and bounds of numbers, lengths and items; it ignores patterns. Optional
 * properties and items are filled three levels deep, what may be null is null below that.
 *
 * @param share where between its bounds a number lies that has both, 0 to 1
 */
export function jsonForSchema(schema: JsonSchema, text: string, share: number = 0.5): unknown {
  return valueOf(schema, { root: schema, text, share, depth: 0 });
}

interface Place {
  readonly root: JsonSchema;
  readonly text: string;
  readonly share: number;
  readonly depth: number;
}

function valueOf(schema: JsonObject, place: Place): unknown {
  const resolved = resolve(schema, place);
  if ("const" in resolved) return resolved["const"];
  const [choice] = listIn(resolved, "enum");
  if (choice !== undefined) return choice;
  switch (typeOf(resolved, place)) {
    case "object":
      return objectOf(resolved, place);
    case "array":
      return arrayOf(resolved, place);
    case "number":
      return numberOf(resolved, 0.5, place.share);
    case "integer":
      return Math.ceil(numberOf(resolved, 1, place.share));
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return stringOf(resolved, place.text);
  }
}

/** Follows references and merges combinations. */
function resolve(schema: JsonObject, place: Place): JsonObject {
  let current = schema;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const { $ref, anyOf, oneOf, allOf, ...rest } = current;
    if (typeof $ref === "string") {
      current = { ...at(place.root, $ref), ...rest };
    } else if (Array.isArray(allOf)) {
      current = allOf.filter(isObject).reduce<JsonObject>(merge, rest);
    } else if (Array.isArray(anyOf) || Array.isArray(oneOf)) {
      const options: readonly unknown[] = Array.isArray(anyOf) ? anyOf : listIn(current, "oneOf");
      current = { ...rest, ...chosen(options.filter(isObject), place) };
    } else {
      break;
    }
  }
  return current;
}

/** The first option that is not null; null where nothing else ends. */
function chosen(options: readonly JsonObject[], { depth }: Place): JsonObject {
  const isNull = (option: JsonObject): boolean => option["type"] === "null";
  const first = options.find((option) => !isNull(option));
  const none = options.find(isNull);
  return (depth < OPTIONAL_DEPTH_MAX ? (first ?? none) : (none ?? first)) ?? {};
}

function merge(left: JsonObject, right: JsonObject): JsonObject {
  return {
    ...left,
    ...right,
    properties: { ...objectIn(left, "properties"), ...objectIn(right, "properties") },
    required: [...listIn(left, "required"), ...listIn(right, "required")],
  };
}

/** The place that a local reference, such as `#/$defs/step`, points to. */
function at(root: JsonSchema, reference: string): JsonObject {
  const steps = reference.split("/").slice(1);
  return steps.reduce<JsonObject>((place, step) => objectIn(place, step), root);
}

function typeOf(schema: JsonObject, { depth }: Place): string | undefined {
  const type = schema["type"];
  if (typeof type === "string") return type;
  const types = listIn(schema, "type");
  if (depth >= OPTIONAL_DEPTH_MAX && types.includes("null")) return "null";
  const named = types.find((name) => name !== "null");
  if (typeof named === "string") return named;
  if ("properties" in schema) return "object";
  return "items" in schema ? "array" : undefined;
}

function objectOf(schema: JsonObject, place: Place): JsonObject {
  const required = new Set(listIn(schema, "required"));
  const value: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(objectIn(schema, "properties"))) {
    const depthMax = required.has(name) ? DEPTH_MAX : OPTIONAL_DEPTH_MAX;
    if (place.depth >= depthMax) continue;
    value[name] = valueOf(isObject(property) ? property : {}, { ...place, depth: place.depth + 1 });
  }
  return value;
}

function arrayOf(schema: JsonObject, place: Place): readonly unknown[] {
  if (place.depth >= DEPTH_MAX) return [];
  const least = numberIn(schema, "minItems") ?? (place.depth < OPTIONAL_DEPTH_MAX ? 1 : 0);
  const most = numberIn(schema, "maxItems") ?? LENGTH_MAX;
  const items = objectIn(schema, "items");
  return Array.from({ length: Math.min(least, most, LENGTH_MAX) }, () =>
    valueOf(items, { ...place, depth: place.depth + 1 }),
  );
}

function numberOf(schema: JsonObject, step: number, share: number): number {
  const above = numberIn(schema, "exclusiveMinimum");
  const below = numberIn(schema, "exclusiveMaximum");
  const least = numberIn(schema, "minimum") ?? (above === undefined ? undefined : above + step);
  const most = numberIn(schema, "maximum") ?? (below === undefined ? undefined : below - step);
  if (least !== undefined && most !== undefined) return least + (most - least) * share;
  return least ?? Math.min(1, most ?? 1);
}

function stringOf(schema: JsonObject, text: string): string {
  const format = FORMATS[stringIn(schema, "format") ?? ""];
  if (format !== undefined) return format;
  const most = numberIn(schema, "maxLength") ?? LENGTH_MAX;
  const least = Math.min(numberIn(schema, "minLength") ?? 0, LENGTH_MAX);
  return text.slice(0, most).padEnd(least, ".");
}
