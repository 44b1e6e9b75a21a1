import type { JsonSchema } from "@switchyard/contract";
import { createSchemaCompiler, type CompiledSchema, type CompileSchema } from "./compile-schema.ts";
import { createRecentMap } from "./recent-map.ts";

/** Holds values to JSON Schemas. Remembers schemas, so that each is compiled once. */
export interface SchemaChecker {
  /** Why a schema cannot be used, in one clause; undefined when it can. */
  mistakeOfSchema(schema: JsonSchema): string | undefined;
  /** What is wrong with a value, at most five clauses; empty when it fits. */
  mistakesOf(schema: JsonSchema, value: unknown): readonly string[];
}

/** Schemas that are remembered by their text, at least: an application has few, made anew often. */
const SCHEMAS_MIN = 128;

/**
 * A checker that has seen no schema. A schema is known by its object and, where a caller makes the
 * object anew for every ask, by its text. A schema object is not to be changed once it was used.
 */
export function createSchemaChecker(
  compileSchema: CompileSchema = createSchemaCompiler(),
): SchemaChecker {
  const byObject = new WeakMap<JsonSchema, CompiledSchema>();
  const byText = createRecentMap<CompiledSchema>(SCHEMAS_MIN);

  const compiled = (schema: JsonSchema): CompiledSchema => {
    const known = byObject.get(schema);
    if (known !== undefined) return known;
    const made = compiledByText(schema);
    byObject.set(schema, made);
    return made;
  };
  const compiledByText = (schema: JsonSchema): CompiledSchema => {
    const text = textOf(schema);
    if (text === undefined)
      return { ok: false, mistake: "it has no JSON: it contains itself or a bigint" };
    const known = byText.get(text);
    if (known !== undefined) return known;
    const made = compileSchema(schema);
    byText.set(text, made);
    return made;
  };
  return {
    mistakeOfSchema: (schema) => {
      const result = compiled(schema);
      return result.ok ? undefined : result.mistake;
    },
    mistakesOf: (schema, value) => {
      const result = compiled(schema);
      return result.ok ? result.mistakesOf(value) : [`the schema is none: ${result.mistake}`];
    },
  };
}

function textOf(schema: JsonSchema): string | undefined {
  try {
    return JSON.stringify(schema);
  } catch {
    return undefined;
  }
}
