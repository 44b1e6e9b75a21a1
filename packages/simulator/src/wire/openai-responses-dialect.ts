import type { Completion, Dialect, ReplyContext, WireRequest, WireUsage } from "./dialect.ts";
import { effortOfName } from "./effort-on-wire.ts";
import { forcedTool, toolsOf } from "./forced-tool.ts";
import { isAskedShort, systemTurns } from "./is-asked-short.ts";
import { isObject, listIn, numberIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { lastText } from "./last-text.ts";
import { responsesStream, responsesStreamError } from "./openai-responses-stream.ts";
import { openaiError } from "./openai-error.ts";
import { bearerKey, openaiHeaders } from "./openai-headers.ts";

/** OpenAI's Responses API: `POST /v1/responses`. */
export const openaiResponsesDialect: Dialect = {
  path: "/responses",
  publicBaseUrl: "https://api.openai.com/v1",
  saysRetryInBody: false,
  key: bearerKey,
  complaint(_headers, body) {
    if (stringIn(body, "model") === undefined) return "you must provide a model parameter";
    const input = body["input"];
    if (typeof input === "string" || Array.isArray(input)) return undefined;
    return "Missing required parameter: 'input'.";
  },
  read: readRequest,
  answer,
  stream: responsesStream,
  streamError: responsesStreamError,
  error: openaiError,
  headers: openaiHeaders,
};

function readRequest(body: JsonObject): WireRequest {
  const format = objectIn(objectIn(body, "text"), "format");
  const input = body["input"];
  const tools = toolsOf(listIn(body, "tools").filter(isObject), (tool) =>
    objectIn(tool, "parameters"),
  );
  return {
    wireName: stringIn(body, "model") ?? "",
    reasoningEffort: effortOfName(stringIn(objectIn(body, "reasoning"), "effort")),
    outputTokensMax: numberIn(body, "max_output_tokens"),
    isStream: body["stream"] === true,
    promptText: typeof input === "string" ? input : lastText(listIn(body, "input")),
    isAskedShort: isAskedShort([body["instructions"], ...systemTurns(listIn(body, "input"))]),
    schema: format["type"] === "json_schema" ? objectIn(format, "schema") : undefined,
    tools,
    forcedTool: forcedTool(
      tools,
      body["tool_choice"] === "required" || stringIn(objectIn(body, "tool_choice"), "name"),
    ),
  };
}

function answer(completion: Completion, context: ReplyContext): JsonObject {
  const { finish, usage } = completion;
  const incomplete =
    finish === "length" ? "max_output_tokens" : finish === "filter" ? "content_filter" : undefined;
  const status = incomplete === undefined ? "completed" : "incomplete";
  return {
    id: `resp_${context.id}`,
    object: "response",
    created_at: Math.floor(context.epochMs / 1000),
    status,
    error: null,
    incomplete_details: incomplete === undefined ? null : { reason: incomplete },
    model: context.wireName,
    output: outputItems(completion, context, status),
    parallel_tool_calls: true,
    previous_response_id: null,
    service_tier: "default",
    store: true,
    truncation: "disabled",
    ...(usage === undefined ? {} : { usage: usageFields(usage) }),
  };
}

function outputItems(
  { text, toolCall, finish }: Completion,
  { id }: ReplyContext,
  status: string,
): readonly JsonObject[] {
  if (toolCall !== undefined) {
    const { name, input } = toolCall;
    const call = { id: `fc_${id}`, call_id: `call_${id}`, name, arguments: JSON.stringify(input) };
    return [{ type: "function_call", status, ...call }];
  }
  const content =
    finish === "refusal"
      ? { type: "refusal", refusal: text }
      : { type: "output_text", text, annotations: [], logprobs: [] };
  return [{ type: "message", id: `msg_${id}`, status, role: "assistant", content: [content] }];
}

function usageFields(usage: WireUsage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
