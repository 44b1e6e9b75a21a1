import type { Completion, Dialect, ReplyContext, WireRequest, WireUsage } from "./dialect.ts";
import { effortOfName } from "./effort-on-wire.ts";
import { forcedTool, toolsOf } from "./forced-tool.ts";
import { isAskedShort, systemTurns } from "./is-asked-short.ts";
import { isObject, listIn, numberIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { lastText } from "./last-text.ts";
import { chatStream, chatStreamError } from "./openai-chat-stream.ts";
import { openaiError } from "./openai-error.ts";
import { bearerKey, openaiHeaders } from "./openai-headers.ts";

/** OpenAI's Chat Completions API, as servers compatible with it speak it too. */
export const openaiChatDialect: Dialect = {
  path: "/chat/completions",
  publicBaseUrl: "https://api.openai.com/v1",
  saysRetryInBody: false,
  key: bearerKey,
  complaint(_headers, body) {
    if (stringIn(body, "model") === undefined) return "you must provide a model parameter";
    return Array.isArray(body["messages"]) ? undefined : "Missing required parameter: 'messages'.";
  },
  read: readRequest,
  answer,
  stream: chatStream,
  streamError: chatStreamError,
  error: openaiError,
  headers: openaiHeaders,
};

function readRequest(body: JsonObject): WireRequest {
  const format = objectIn(body, "response_format");
  const choice = objectIn(objectIn(body, "tool_choice"), "function");
  const tools = toolsOf(
    listIn(body, "tools")
      .filter(isObject)
      .map((tool) => objectIn(tool, "function")),
    (tool) => objectIn(tool, "parameters"),
  );
  return {
    wireName: stringIn(body, "model") ?? "",
    reasoningEffort: effortOfName(stringIn(body, "reasoning_effort")),
    outputTokensMax: numberIn(body, "max_completion_tokens") ?? numberIn(body, "max_tokens"),
    isStream: body["stream"] === true,
    promptText: lastText(listIn(body, "messages")),
    isAskedShort: isAskedShort(systemTurns(listIn(body, "messages"))),
    schema:
      format["type"] === "json_schema"
        ? objectIn(objectIn(format, "json_schema"), "schema")
        : format["type"] === "json_object"
          ? { type: "object" }
          : undefined,
    tools,
    forcedTool: forcedTool(tools, body["tool_choice"] === "required" || stringIn(choice, "name")),
  };
}

const FINISH_REASONS = {
  stop: "stop",
  length: "length",
  "tool-call": "tool_calls",
  refusal: "stop",
  filter: "content_filter",
} as const;

function answer(completion: Completion, context: ReplyContext): JsonObject {
  const { finish, usage } = completion;
  return {
    id: `chatcmpl-${context.id}`,
    object: "chat.completion",
    created: Math.floor(context.epochMs / 1000),
    model: context.wireName,
    choices: [
      {
        index: 0,
        message: message(completion, context),
        logprobs: null,
        finish_reason: FINISH_REASONS[finish],
      },
    ],
    service_tier: "default",
    ...(usage === undefined ? {} : { usage: usageFields(usage) }),
  };
}

function message({ text, toolCall, finish }: Completion, { id }: ReplyContext): JsonObject {
  if (finish === "refusal") return { role: "assistant", content: null, refusal: text };
  if (toolCall === undefined) return { role: "assistant", content: text, refusal: null };
  const { name, input } = toolCall;
  const call = { name, arguments: JSON.stringify(input) };
  return {
    role: "assistant",
    content: null,
    refusal: null,
    tool_calls: [{ id: `call_${id}`, type: "function", function: call }],
  };
}

function usageFields(usage: WireUsage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}
