import type { JsonSchema } from "@switchyard/contract";
import type { WireRequest } from "./dialect.ts";

/**
 * The tool that an answer has to call: the one named, or the first where any will do.
 *
 * @param choice true: any tool; a name: that tool; anything else: none is forced
 */
export function forcedTool(
  tools: readonly { readonly name: string | undefined; readonly schema: JsonSchema }[],
  choice: boolean | string | undefined,
): WireRequest["forcedTool"] {
  for (const { name, schema } of tools) {
    if (name !== undefined && (choice === true || choice === name)) return { name, schema };
  }
  return undefined;
}
