import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4ToolChoice,
  SharedV4ProviderOptions,
} from "@ai-sdk/provider";
import type { ModelCall, ModelRequest, OutputFormat, Tool, ToolChoice } from "@switchyard/contract";
import type { EndpointSetup } from "../endpoints/set-up-endpoints.ts";
import { divideForThinking } from "./claude-thinking.ts";
import { isStrictSchema } from "./is-strict-schema.ts";
import { toPrompt } from "./to-prompt.ts";

type JsonFormat = Extract<
  NonNullable<LanguageModelV4CallOptions["responseFormat"]>,
  { readonly type: "json" }
>;
/** The headers that carry keys, unset: for a server that needs none. */
const NO_KEYS = { authorization: undefined, "x-api-key": undefined, "x-goog-api-key": undefined };

/**
 * What tells a server of the OpenAI-compatible kind to go on with the last turn (docs.vllm.ai,
 * "Extra parameters"; SGLang knows the first). Anthropic does so without being told.
 */
const GOES_ON = { continue_final_message: true, add_generation_prompt: false };

/**
 * A call in the SDK's words. The effort of a model's variant is sent in the provider's own
 * spelling by the SDK; a setting that a model does not take, such as a temperature beside
 * reasoning, is left out by the SDK. Throws what `toPrompt` throws.
 */
export function toCallOptions(
  { attemptId, request, signal }: ModelCall,
  endpoint: EndpointSetup,
): LanguageModelV4CallOptions {
  const { tools, toolChoice, output, temperature, seed, outputTokensMax } = request;
  const effort = request.reasoningEffort ?? endpoint.reasoningEffort;
  const thinking =
    endpoint.api === "anthropic"
      ? divideForThinking(endpoint.wireName, effort, outputTokensMax)
      : { maxOutputTokens: outputTokensMax, sendsEffort: true };

  return {
    prompt: toPrompt(request.messages),
    maxOutputTokens: thinking.maxOutputTokens,
    headers: {
      "x-client-request-id": attemptId,
      ...(endpoint.keys.length === 0 && endpoint.api !== "custom" && NO_KEYS),
    },
    abortSignal: signal,
    providerOptions: providerOptions(request, endpoint, effort, thinking.budgetTokens),
    ...(tools !== undefined && tools.length > 0 && { tools: tools.map(toTool) }),
    ...(toolChoice !== undefined && { toolChoice: toToolChoice(toolChoice) }),
    ...(output !== undefined && { responseFormat: toResponseFormat(output) }),
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(effort !== undefined && thinking.sendsEffort && { reasoning: effort }),
  };
}

/**
 * Options that are not as the SDK would have them. It checks all that a provider knows whenever one
 * is given, so an ordinary call gives none.
 *
 * `reasoningSummary: null`: the SDK would ask for a summary beside an effort; nobody reads it, and
 * OpenAI writes it for verified organisations only.
 */
function providerOptions(
  { output, continuesLast }: ModelRequest,
  { api, provider }: EndpointSetup,
  effort: ModelRequest["reasoningEffort"],
  budgetTokens: number | undefined,
): SharedV4ProviderOptions {
  const silent = effort === undefined ? undefined : { reasoningSummary: null };
  const isLoose = output !== undefined && !isStrictSchema(output.schema);
  const loose = isLoose ? { strictJsonSchema: false } : undefined;
  const goesOn = continuesLast === true && api === "openai-compatible";
  return {
    ...((silent ?? loose) && { openai: { ...silent, ...loose } }),
    ...(loose && { openaiCompatible: loose }),
    ...(budgetTokens !== undefined && {
      anthropic: { thinking: { type: "enabled", budgetTokens } },
    }),
    ...(goesOn && { [provider]: GOES_ON }),
  };
}

function toTool({ name, description, inputSchema }: Tool): LanguageModelV4FunctionTool {
  return {
    type: "function",
    name,
    inputSchema,
    ...(description !== undefined && { description }),
  };
}

function toToolChoice(choice: ToolChoice): LanguageModelV4ToolChoice {
  return typeof choice === "string"
    ? { type: choice }
    : { type: "tool", toolName: choice.toolName };
}

function toResponseFormat({ schema, name }: OutputFormat): JsonFormat {
  return { type: "json", schema, ...(name !== undefined && { name }) };
}
