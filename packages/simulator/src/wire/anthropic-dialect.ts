import type { ReasoningEffort } from "@switchyard/contract";
import { anthropicError } from "./anthropic-error.ts";
import type { Completion, Dialect, ReplyContext, WireRequest, WireUsage } from "./dialect.ts";
import { effortOfBudget, effortOfName } from "./effort-on-wire.ts";
import { forcedTool, toolsOf } from "./forced-tool.ts";
import { isAskedShort } from "./is-asked-short.ts";
import { isObject, listIn, numberIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { lastText } from "./last-text.ts";
import { anthropicStream, anthropicStreamError } from "./anthropic-stream.ts";

/** Anthropic's Messages API: `POST /v1/messages`. */
export const anthropicDialect: Dialect = {
  path: "/messages",
  publicBaseUrl: "https://api.anthropic.com/v1",
  saysRetryInBody: false,
  key: (headers) => headers.get("x-api-key") ?? undefined,
  complaint(headers, body) {
    if (!headers.has("anthropic-version")) return "anthropic-version: header is required";
    if (stringIn(body, "model") === undefined) return "model: Field required";
    if (numberIn(body, "max_tokens") === undefined) return "max_tokens: Field required";
    return Array.isArray(body["messages"]) ? undefined : "messages: Field required";
  },
  read: readRequest,
  answer,
  stream: anthropicStream,
  streamError: anthropicStreamError,
  error: anthropicError,
  headers: replyHeaders,
};

function readRequest(body: JsonObject): WireRequest {
  const config = objectIn(body, "output_config");
  const format = objectIn(config, "format");
  const choice = objectIn(body, "tool_choice");
  const outputTokensMax = numberIn(body, "max_tokens");
  const tools = toolsOf(listIn(body, "tools").filter(isObject), (tool) =>
    objectIn(tool, "input_schema"),
  );
  return {
    wireName: stringIn(body, "model") ?? "",
    reasoningEffort:
      effortOfName(stringIn(config, "effort")) ??
      effortOfThinking(objectIn(body, "thinking"), outputTokensMax ?? 0),
    outputTokensMax,
    isStream: body["stream"] === true,
    promptText: lastText(listIn(body, "messages")),
    isAskedShort: isAskedShort(body["system"]),
    schema: format["type"] === "json_schema" ? objectIn(format, "schema") : undefined,
    tools,
    forcedTool: forcedTool(tools, choice["type"] === "any" || stringIn(choice, "name")),
  };
}

function effortOfThinking(thinking: JsonObject, limitTokens: number): ReasoningEffort | undefined {
  const type = thinking["type"];
  if (type === "disabled" || type === "between_tools") return "none";
  return effortOfBudget(numberIn(thinking, "budget_tokens"), limitTokens);
}

const STOP_REASONS = {
  stop: "end_turn",
  length: "max_tokens",
  "tool-call": "tool_use",
  refusal: "refusal",
  filter: "refusal",
} as const;

function answer(completion: Completion, context: ReplyContext): JsonObject {
  const { text, toolCall, finish, usage } = completion;
  const isRefused = finish === "refusal" || finish === "filter";
  return {
    id: `msg_${context.id}`,
    type: "message",
    role: "assistant",
    model: context.wireName,
    content:
      toolCall === undefined
        ? text === ""
          ? []
          : [{ type: "text", text }]
        : [{ type: "tool_use", id: `toolu_${context.id}`, ...toolCall }],
    stop_reason: STOP_REASONS[finish],
    stop_sequence: null,
    ...(isRefused ? { stop_details: { type: "refusal", category: null, explanation: null } } : {}),
    ...(usage === undefined ? {} : { usage: usageFields(usage) }),
  };
}

function usageFields(usage: WireUsage): JsonObject {
  return {
    // Anthropic counts what it read from its cache apart from the input.
    input_tokens: usage.inputTokens - usage.cachedInputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: usage.reasoningTokens },
    service_tier: "standard",
  };
}

/** Resets are instants in RFC 3339. */
function replyHeaders(context: ReplyContext): Record<string, string> {
  const { id, epochMs, window } = context;
  if (!context.showsLimits) return { "request-id": `req_${id}` };
  return {
    "request-id": `req_${id}`,
    "anthropic-ratelimit-requests-limit": String(window.requestsPerMinute),
    "anthropic-ratelimit-requests-remaining": String(window.remaining),
    "anthropic-ratelimit-requests-reset": new Date(epochMs + window.resetMs).toISOString(),
  };
}
