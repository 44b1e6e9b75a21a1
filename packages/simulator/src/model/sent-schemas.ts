import type { JsonSchema, OutputFormat } from "@switchyard/contract";
import type { WireRequest } from "../wire/dialect.ts";

/** How the schemas of structured output are sent, as far as a wire has shown it. */
export interface SentSchemas {
  /** The schema as the model's provider reads it; undefined: not known, or sent as a tool. */
  sent(model: string, output: OutputFormat): JsonSchema | undefined;
  /** Notes what a provider read in a request for `output`. */
  learn(model: string, output: OutputFormat, read: WireRequest): void;
}

/**
 * Remembers what each model's provider reads of a schema: an SDK may send it as it is, without what
 * the provider does not know, or as a tool that has to be called. Kept as long as the schema.
 */
export function createSentSchemas(): SentSchemas {
  const known = new WeakMap<JsonSchema, Map<string, JsonSchema>>();
  return {
    sent: (model, { schema }) => known.get(schema)?.get(model),
    learn(model, { schema }, read) {
      if (read.schema === undefined || read.forcedTool !== undefined) return;
      const byModel = known.get(schema) ?? new Map<string, JsonSchema>();
      known.set(schema, byModel.set(model, read.schema));
    },
  };
}
