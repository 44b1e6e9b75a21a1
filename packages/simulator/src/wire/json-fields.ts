/** A JSON object that was not checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether `value` is an object of JSON, not null and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a field; an empty one where there is none. */
export function objectIn(parent: JsonObject, field: string): JsonObject {
  const value = parent[field];
  return isObject(value) ? value : {};
}

/** The list in a field; an empty one where there is none. */
export function listIn(parent: JsonObject, field: string): readonly unknown[] {
  const value = parent[field];
  return Array.isArray(value) ? value : [];
}

export function stringIn(parent: JsonObject, field: string): string | undefined {
  const value = parent[field];
  return typeof value === "string" ? value : undefined;
}

export function numberIn(parent: JsonObject, field: string): number | undefined {
  const value = parent[field];
  return typeof value === "number" ? value : undefined;
}

/** Parses a text as an object; undefined for anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
