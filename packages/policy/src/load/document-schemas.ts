import { CatalogDocument, PolicyInput } from "@switchyard/contract";
import { z } from "zod";

/**
 * JSON Schemas (draft 2020-12) of the documents, by file name, from the one source that also
 * parses them. They help an editor; what depends on other values is checked when loading.
 */
export function documentSchemas(): Readonly<Record<string, unknown>> {
  return {
    "policy.v1.schema.json": schemaOf(PolicyInput, "Switchyard policy"),
    "catalog.v1.schema.json": schemaOf(CatalogDocument, "Switchyard catalogue"),
  };
}

function schemaOf(schema: z.ZodType, title: string): unknown {
  return { title, ...z.toJSONSchema(schema, { io: "input" }) };
}
