import type { JsonSchema } from "@switchyard/contract";
import type { SchemaBreak, ToolMistake } from "../faults/families/body-fault.ts";
import type { Completion, WireTool } from "./dialect.ts";
import { isObject, listIn, objectIn, type JsonObject } from "./json-fields.ts";
import { jsonForSchema } from "./json-for-schema.ts";

/** What a model writes that is not at all what it was asked for. */
const FOREIGN = { unexpected: ["It depends."] } as const;

/** The value of structured output, broken; a schema that leaves no way gets a foreign one. */
export function breakSchema(
  value: unknown,
  schema: JsonSchema,
  as: SchemaBreak | "foreign",
): unknown {
  if (!isObject(value)) return FOREIGN;
  switch (as) {
    case "missing":
      return withoutRequired(value, schema);
    case "extra":
      return schema["additionalProperties"] === false ? { ...value, ...FOREIGN } : FOREIGN;
    case "wrong-type":
      return withFirst(value, (old) => (typeof old === "number" ? "none" : 0));
    case "enum":
      return withEnumBroken(value, schema);
    case "markdown-fence":
    case "foreign":
      return FOREIGN;
    default:
      return as satisfies never;
  }
}

/** The text of structured output, broken. */
export function brokenText(
  value: unknown,
  schema: JsonSchema,
  as: SchemaBreak | "foreign",
): string {
  if (as === "markdown-fence") return `\`\`\`json\n${JSON.stringify(value)}\n\`\`\``;
  const broken = breakSchema(value, schema, as);
  return JSON.stringify(as === "foreign" ? [broken] : broken);
}

/** A call that the request's tools do not allow, or one that is no answer. */
export function mistakenCall(tools: readonly WireTool[], as: ToolMistake): Completion["toolCall"] {
  const [tool] = tools;
  if (tool === undefined || as === "unknown-name")
    return { name: "search_everything", input: { query: "anything" } };
  const input = jsonForSchema(tool.schema, "again");
  return {
    name: tool.name,
    input: as === "repeat" ? input : breakSchema(input, tool.schema, "missing"),
  };
}

function withoutRequired(value: JsonObject, schema: JsonSchema): unknown {
  const [required] = listIn(schema, "required");
  const rest = Object.entries(value).filter(([name]) => name !== required);
  return typeof required === "string" ? Object.fromEntries(rest) : FOREIGN;
}

function withFirst(value: JsonObject, change: (old: unknown) => unknown): unknown {
  const [first] = Object.entries(value);
  return first === undefined ? FOREIGN : { ...value, [first[0]]: change(first[1]) };
}

function withEnumBroken(value: JsonObject, schema: JsonSchema): unknown {
  const properties = objectIn(schema, "properties");
  const name = Object.keys(properties).find(
    (key) => listIn(objectIn(properties, key), "enum").length > 0,
  );
  return name === undefined ? FOREIGN : { ...value, [name]: "something-else" };
}
