import type { Message, ModelCall } from "@switchyard/contract";
import type { WireRequest } from "../wire/dialect.ts";
import { isAskedShort } from "../wire/is-asked-short.ts";
import type { PlayedEndpoint } from "./played-endpoint.ts";
import type { SentSchemas } from "./sent-schemas.ts";

/**
 * What a provider would read in a call. Undefined where that hangs on how its SDK writes it: tools
 * that have to be called, a schema that no wire has shown yet, and an effort that is not the
 * endpoint's own.
 */
export function readModelRequest(
  { request }: ModelCall,
  { model, hasVariants }: PlayedEndpoint,
  isStream: boolean,
  schemas: SentSchemas,
): WireRequest | undefined {
  const { toolChoice = "auto", output, reasoningEffort = model.reasoningEffort } = request;
  if (toolChoice !== "auto" && toolChoice !== "none") return undefined;
  const schema = output && schemas.sent(model.id, output);
  if (output !== undefined && schema === undefined) return undefined;
  if (hasVariants && reasoningEffort !== model.reasoningEffort) return undefined;
  return {
    wireName: model.wireName,
    reasoningEffort,
    outputTokensMax: request.outputTokensMax,
    isStream,
    // Read in calls without a script only, and those are not played.
    promptText: "",
    isAskedShort: request.messages.some(asksToBeShort),
    schema,
    // A mistaken tool call goes over the wire.
    tools: [],
    forcedTool: undefined,
  };
}

function asksToBeShort({ role, content }: Message): boolean {
  return role === "system" && isAskedShort(content);
}
