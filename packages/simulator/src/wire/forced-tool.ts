import { stringIn, type JsonObject } from "./json-fields.ts";
import type { WireTool } from "./dialect.ts";

/** Tools as a request has them: those with a name. */
export function toolsOf(
  tools: readonly JsonObject[],
  schemaOf: (tool: JsonObject) => JsonObject,
): readonly WireTool[] {
  return tools.flatMap((tool) => {
    const name = stringIn(tool, "name");
    return name === undefined ? [] : [{ name, schema: schemaOf(tool) }];
  });
}

/**
 * The tool that an answer has to call: the one named, or the first where any will do.
 *
 * @param choice true: any tool; a name: that tool; anything else: none is forced
 */
export function forcedTool(
  tools: readonly WireTool[],
  choice: boolean | string | undefined,
): WireTool | undefined {
  return tools.find(({ name }) => choice === true || choice === name);
}
