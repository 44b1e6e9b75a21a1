import type { ToolCallPart } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { aLanguageModel } from "../fixtures/a-language-model.ts";
import { answeringFetch, type GivenAnswer } from "../fixtures/answering-fetch.ts";
import {
  anthropicBody,
  chatBody,
  googleBody,
  responsesBody,
  responsesMessage,
} from "../fixtures/answers.fixtures.ts";

const usage = {
  inputTokens: 1200,
  cachedInputTokens: 1000,
  cacheWriteTokens: 0,
  outputTokens: 80,
  reasoningTokens: 50,
};

interface Wire {
  readonly model: string;
  readonly servedModel: string;
  readonly cacheWriteTokens: number;
  readonly text: (text: string, cut?: boolean) => unknown;
  readonly call: (name: string, input: string) => unknown;
}

const chatWire = {
  servedModel: "gpt-4.1-2026",
  cacheWriteTokens: 0,
  text: (text: string, cut = false) => chatBody({ content: text }, cut ? "length" : "stop"),
  call: (name: string, input: string) =>
    chatBody(
      {
        content: null,
        tool_calls: [{ id: "call_1", type: "function", function: { name, arguments: input } }],
      },
      "tool_calls",
    ),
};

const wires: readonly Wire[] = [
  {
    model: "openai/gpt-6-sol",
    servedModel: "gpt-6-sol-2026-09-01",
    cacheWriteTokens: 0,
    text: (text, cut = false) =>
      responsesBody([responsesMessage(text)], {
        incomplete_details: cut ? { reason: "max_output_tokens" } : null,
      }),
    call: (name, input) =>
      responsesBody([
        { type: "function_call", id: "fc_1", call_id: "call_1", name, arguments: input },
      ]),
  },
  { model: "chat/gpt-4.1", ...chatWire },
  { model: "mistral/mistral-large-2512", ...chatWire },
  {
    model: "anthropic/claude-sonnet-5",
    servedModel: "claude-sonnet-5",
    cacheWriteTokens: 100,
    text: (text, cut = false) =>
      anthropicBody([{ type: "text", text }], cut ? "max_tokens" : "end_turn"),
    call: (name, input) =>
      anthropicBody(
        [{ type: "tool_use", id: "call_1", name, input: JSON.parse(input) }],
        "tool_use",
      ),
  },
  {
    model: "google/gemini-3.8-flash",
    servedModel: "gemini-3.8-flash-001",
    cacheWriteTokens: 0,
    text: (text, cut = false) => googleBody([{ text }], cut ? "MAX_TOKENS" : "STOP"),
    call: (name, input) =>
      googleBody([{ functionCall: { id: "call_1", name, args: JSON.parse(input) } }], "STOP"),
  },
];

async function answerOf(model: string, answer: GivenAnswer, request = {}) {
  const port = createProviders({ catalog, env, fetch: answeringFetch(answer).fetch });
  const result = await port.generate(aCall(model, request));
  if (!result.ok) throw new Error(result.failure.message);
  return result.response;
}

test.each(wires)("$model: text, usage, served model and request id", async (wire) => {
  const response = await answerOf(wire.model, {
    headers: { "x-request-id": "req_9" },
    body: wire.text("Open the settings."),
  });

  expect(response).toEqual({
    text: "Open the settings.",
    toolCalls: [],
    finishReason: "stop",
    usage: { ...usage, cacheWriteTokens: wire.cacheWriteTokens },
    usageReported: true,
    servedModel: wire.servedModel,
    requestId: "req_9",
  });
});

test.each(wires)("$model: a tool call comes parsed", async (wire) => {
  const tools = [{ name: "look_up", inputSchema: { type: "object" } }];
  const response = await answerOf(
    wire.model,
    { body: wire.call("look_up", '{"id":7,"tags":["a"]}') },
    { tools },
  );

  const toolCall: ToolCallPart = {
    type: "tool-call",
    toolCallId: "call_1",
    toolName: "look_up",
    input: { id: 7, tags: ["a"] },
  };
  expect(response).toMatchObject({ toolCalls: [toolCall], finishReason: "tool-calls", text: "" });
});

test.each(wires)("$model: an answer cut by the limit is an answer, and says so", async (wire) => {
  const response = await answerOf(wire.model, { body: wire.text("Half of", true) });

  expect(response).toMatchObject({ text: "Half of", finishReason: "length" });
});

test("a tool call without arguments has none", async () => {
  const body = responsesBody([
    { type: "function_call", id: "fc_1", call_id: "call_1", name: "now", arguments: "" },
  ]);

  const { toolCalls } = await answerOf("openai/gpt-6-sol", { body });

  expect(toolCalls).toMatchObject([{ toolName: "now", input: {} }]);
});

test("Gemini's calls without ids are named after the attempt", async () => {
  const call = { functionCall: { name: "look_up", args: {} } };
  const body = googleBody([call, call], "STOP");

  const { toolCalls } = await answerOf("google/gemini-3.8-flash", { body });

  expect(toolCalls.map(({ toolCallId }) => toolCallId)).toEqual([
    "attempt-1-call-1",
    "attempt-1-call-2",
  ]);
});

test("a tool that the provider ran itself is no call for the application", async () => {
  const own = aLanguageModel({
    content: [
      {
        type: "tool-call",
        toolCallId: "s1",
        toolName: "search",
        input: "{",
        providerExecuted: true,
      },
      { type: "text", text: "Found it." },
    ],
  });
  const port = createProviders({ catalog, env, models: { "own/model": own } });

  const result = await port.generate(aCall("own/model"));

  expect(result).toMatchObject({ response: { text: "Found it.", toolCalls: [] } });
});

test("a turn that Anthropic paused is not said to be over", async () => {
  const body = anthropicBody([{ type: "text", text: "Searching." }], "pause_turn");

  const { finishReason } = await answerOf("anthropic/claude-sonnet-5", { body });

  expect(finishReason).toBe("other");
});

test("of several messages only the final one is the JSON", async () => {
  const body = responsesBody([
    responsesMessage("Let me think.", { phase: "commentary" }),
    responsesMessage('{"a":1}', { phase: "final_answer" }),
  ]);

  const { text } = await answerOf("openai/gpt-6-sol", { body }, { output: { schema: {} } });

  expect(text).toBe('{"a":1}');
});

test.each([
  ["no usage", null],
  ["an empty usage", {}],
] as const)("an answer with %s does not count as free", async (_, reported) => {
  const body = chatBody({ content: "Hello." }, "stop", { usage: reported });

  const response = await answerOf("mistral/mistral-large-2512", { body });

  expect(response.usageReported).toBe(false);
  expect(response.usage.inputTokens).toBe(0);
});
