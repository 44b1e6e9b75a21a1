import { z } from "zod";
import type { Path } from "./json-pointer.ts";

/** Any zod schema, whatever it parses to. */
export type AnySchema = z.core.$ZodType;

/** The schema inside optional, nullable, default and other wrappers. */
export function unwrapSchema(schema: AnySchema): AnySchema {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  ) {
    return unwrapSchema(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrapSchema(schema.in) : schema;
}

/** The schemas a value may have: the options of a union, or the schema alone. */
export function alternativesOf(schema: AnySchema): readonly AnySchema[] {
  const inner = unwrapSchema(schema);
  return inner instanceof z.ZodUnion ? inner.options.flatMap(alternativesOf) : [inner];
}

/** The schema of the value at a path; undefined where the schema knows of none. */
export function schemaAt(root: AnySchema, path: Path): AnySchema | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return unwrapSchema(root);
  for (const schema of alternativesOf(root)) {
    const entry = entrySchema(schema, key);
    const found = entry === undefined ? undefined : schemaAt(entry, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names of the keys that a map of this schema may have; empty where any or none may be there. */
export function keysOf(schema: AnySchema): readonly string[] {
  return alternativesOf(schema).flatMap((option) =>
    option instanceof z.ZodObject ? Object.keys(option.shape) : [],
  );
}

function entrySchema(schema: AnySchema, key: string | number): AnySchema | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodTuple) return schema._zod.def.items[Number(key)];
  if (!(schema instanceof z.ZodObject)) return undefined;
  const shape: Readonly<Record<string, AnySchema>> = schema.shape;
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}
