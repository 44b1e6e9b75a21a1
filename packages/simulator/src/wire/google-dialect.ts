import type { Completion, Dialect, ReplyContext, WireRequest, WireUsage } from "./dialect.ts";
import { effortOfBudget, effortOfName } from "./effort-on-wire.ts";
import { forcedTool, toolsOf } from "./forced-tool.ts";
import { googleError } from "./google-error.ts";
import { isAskedShort } from "./is-asked-short.ts";
import { isObject, listIn, numberIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { lastText } from "./last-text.ts";
import { googleStream, googleStreamError } from "./google-stream.ts";

const STREAM_METHOD = ":streamGenerateContent";

/** Output limit of the models that take thinking budgets, the Gemini 2.5 family. */
const OUTPUT_LIMIT = 65_536;

/** Google's Gemini API: `POST /v1beta/models/{model}:generateContent`. */
export const googleDialect: Dialect = {
  path: `/models/([^/:]+(?::generateContent|${STREAM_METHOD}))`,
  publicBaseUrl: "https://generativelanguage.googleapis.com/v1beta",
  saysRetryInBody: true,
  key: (headers) => headers.get("x-goog-api-key") ?? undefined,
  complaint: (_headers, body) =>
    Array.isArray(body["contents"]) ? undefined : "* GenerateContentRequest.contents: required",
  read: readRequest,
  answer,
  stream: googleStream,
  streamError: googleStreamError,
  error: googleError,
  // The Gemini API documents neither a request id nor rate-limit headers.
  headers: ({ processingMs }) => ({ "server-timing": `gfet4t7; dur=${Math.round(processingMs)}` }),
};

function readRequest(body: JsonObject, modelInPath: string | undefined): WireRequest {
  const [name = ""] = (modelInPath ?? "").split(":");
  const config = objectIn(body, "generationConfig");
  const thinking = objectIn(config, "thinkingConfig");
  const calling = objectIn(objectIn(body, "toolConfig"), "functionCallingConfig");
  const [named] = listIn(calling, "allowedFunctionNames");
  const declarations = listIn(body, "tools")
    .filter(isObject)
    .flatMap((tool) => listIn(tool, "functionDeclarations").filter(isObject));
  const tools = toolsOf(declarations, (tool) =>
    isObject(tool["parametersJsonSchema"])
      ? tool["parametersJsonSchema"]
      : objectIn(tool, "parameters"),
  );
  return {
    wireName: name,
    reasoningEffort:
      effortOfName(stringIn(thinking, "thinkingLevel")) ??
      effortOfBudget(numberIn(thinking, "thinkingBudget"), OUTPUT_LIMIT),
    outputTokensMax: numberIn(config, "maxOutputTokens"),
    isStream: modelInPath?.endsWith(STREAM_METHOD) === true,
    promptText: lastText(listIn(body, "contents")),
    isAskedShort: isAskedShort(body["systemInstruction"]),
    schema:
      config["responseMimeType"] === "application/json"
        ? objectIn(config, "responseJsonSchema")
        : undefined,
    tools,
    forcedTool: forcedTool(
      tools,
      calling["mode"] === "ANY" && (typeof named === "string" ? named : true),
    ),
  };
}

const FINISH_REASONS = {
  stop: "STOP",
  length: "MAX_TOKENS",
  "tool-call": "STOP",
  refusal: "PROHIBITED_CONTENT",
  filter: "SAFETY",
} as const;

function answer(completion: Completion, context: ReplyContext): JsonObject {
  const { finish, usage } = completion;
  const isBlocked = finish === "refusal" || finish === "filter";
  return {
    candidates: [
      {
        // A blocked candidate has no content, only the reason.
        ...(isBlocked ? {} : { content: { parts: [part(completion, context)], role: "model" } }),
        finishReason: FINISH_REASONS[finish],
        index: 0,
      },
    ],
    ...(usage === undefined ? {} : { usageMetadata: usageFields(usage) }),
    modelVersion: context.wireName,
    responseId: context.id,
  };
}

function part({ text, toolCall }: Completion, { id }: ReplyContext): JsonObject {
  if (toolCall === undefined) return { text };
  return { functionCall: { id, name: toolCall.name, args: toolCall.input } };
}

function usageFields(usage: WireUsage): JsonObject {
  return {
    promptTokenCount: usage.inputTokens,
    cachedContentTokenCount: usage.cachedInputTokens,
    candidatesTokenCount: usage.outputTokens - usage.reasoningTokens,
    thoughtsTokenCount: usage.reasoningTokens,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: usage.inputTokens }],
  };
}
