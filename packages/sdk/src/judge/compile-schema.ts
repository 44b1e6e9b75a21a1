import type { JsonSchema } from "@switchyard/contract";
import { Ajv, type ErrorObject, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";

/** A schema that is ready to check values, or why it is none. */
export type CompiledSchema =
  | { readonly ok: true; readonly mistakesOf: (value: unknown) => readonly string[] }
  | { readonly ok: false; readonly mistake: string };

/** Compiles JSON Schemas. Knows the metaschemas, so one is enough for all. */
export type CompileSchema = (schema: JsonSchema) => CompiledSchema;

/** Mistakes of a value that are told: more help neither a reader nor a model. */
const MISTAKES_MAX = 5;

/**
 * `format` is an annotation, as draft 2020-12 has it by default; unknown keywords are too. Only own
 * properties count, so that no schema finds `toString` in every object.
 */
const OPTIONS: Options = {
  strict: false,
  validateFormats: false,
  ownProperties: true,
  allErrors: true,
  logger: false,
};

const DRAFT_7 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;
const DRAFT_2020 = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

/**
 * The metaschemas, compiled when first needed and once a process: an application without schemas
 * does not pay for them, and one with many routers, as its tests are, pays once.
 */
const meta2020 = once(() => new Ajv2020(OPTIONS));
const meta7 = once(() => new Ajv(OPTIONS));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/**
 * Makes a compiler for schemas of draft 2020-12, which is meant where `$schema` is not written, and
 * of draft 7. It resolves references within a schema and loads nothing.
 */
export function createSchemaCompiler(): CompileSchema {
  return (schema) => {
    const draft = schema["$schema"] ?? "https://json-schema.org/draft/2020-12/schema";
    const isDraft7 = DRAFT_7.test(String(draft));
    if (!isDraft7 && !DRAFT_2020.test(String(draft))) {
      const way = "write a schema of draft 2020-12 or draft-07";
      return { ok: false, mistake: `\`$schema\` is ${JSON.stringify(draft)}; ${way}` };
    }
    if (schema["$async"] !== undefined)
      return { ok: false, mistake: "`$async` is no keyword of JSON Schema; leave it out" };
    return compile(schema, isDraft7 ? meta7() : meta2020(), isDraft7);
  };
}

/** Every schema has a compiler of its own: one for all would keep each schema it has ever seen. */
function compile(schema: JsonSchema, meta: Ajv, isDraft7: boolean): CompiledSchema {
  try {
    if (meta.validateSchema(schema) !== true)
      return { ok: false, mistake: inWords(meta.errors ?? [])[0] ?? "it is no JSON Schema" };
    const options = { ...OPTIONS, meta: false, validateSchema: false };
    const validate = (isDraft7 ? new Ajv(options) : new Ajv2020(options)).compile(schema);
    return {
      ok: true,
      mistakesOf: (value) => (validate(value) ? [] : inWords(validate.errors ?? [])),
    };
  } catch (error) {
    return { ok: false, mistake: error instanceof Error ? error.message : String(error) };
  }
}

function inWords(errors: readonly ErrorObject[]): readonly string[] {
  const words = errors.map((error) => {
    const place = error.instancePath === "" ? "the whole" : `\`${error.instancePath}\``;
    return `${place} ${error.message ?? "does not fit"}${detailOf(error)}`;
  });
  return [...new Set(words)].slice(0, MISTAKES_MAX);
}

/** What the message of some keywords leaves open. */
function detailOf({ keyword, params }: ErrorObject): string {
  if (keyword === "additionalProperties") return ` (\`${params["additionalProperty"]}\`)`;
  if (keyword === "enum") return `: ${JSON.stringify(params["allowedValues"])}`;
  return keyword === "const" ? `: ${JSON.stringify(params["allowedValue"])}` : "";
}
