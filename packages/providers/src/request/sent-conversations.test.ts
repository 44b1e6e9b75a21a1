import type { ModelRequest } from "@switchyard/contract";
import { expect, test } from "vitest";
import { sendRequest } from "../fixtures/send-request.ts";

const request: Partial<ModelRequest> = {
  messages: [
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "file", mediaType: "image/png", data: { base64: "aGk=" } },
        { type: "file", mediaType: "image/png", data: { url: "https://example.com/a.png" } },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "text", text: "Let me look." },
        { type: "tool-call", toolCallId: "c1", toolName: "look_up", input: { id: 7 } },
      ],
    },
    {
      role: "tool",
      content: [{ type: "tool-result", toolCallId: "c1", toolName: "look_up", output: { ok: 1 } }],
    },
    { role: "assistant", content: "A lamp." },
    { role: "user", content: "Are you sure?" },
  ],
  tools: [{ name: "look_up", description: "Looks it up.", inputSchema: { type: "object" } }],
  toolChoice: "auto",
  outputTokensMax: 300,
};

test("OpenAI Responses: messages, files, tools and tool results", async () => {
  const { url, headers, body } = await sendRequest("openai/gpt-6-sol", request);

  expect(url).toBe("https://api.openai.com/v1/responses");
  expect(headers).toMatchObject({
    authorization: "Bearer sk-first-0001",
    "x-client-request-id": "attempt-1",
  });
  expect(body).toMatchObject({
    model: "gpt-6-sol",
    max_output_tokens: 300,
    store: false,
    tools: [{ type: "function", name: "look_up", description: "Looks it up." }],
    tool_choice: "auto",
    input: [
      { role: "developer", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "input_text", text: "What is this?" },
          { type: "input_image", image_url: "data:image/png;base64,aGk=" },
          { type: "input_image", image_url: "https://example.com/a.png" },
        ],
      },
      { role: "assistant", content: "Let me look." },
      { type: "function_call", call_id: "c1", name: "look_up", arguments: '{"id":7}' },
      { type: "function_call_output", call_id: "c1", output: '{"ok":1}' },
      { role: "assistant", content: "A lamp." },
      { role: "user", content: [{ type: "input_text", text: "Are you sure?" }] },
    ],
  });
});

test.each([
  ["chat/gpt-4.1", "https://api.openai.com/v1/chat/completions"],
  ["mistral/mistral-large-2512", "https://api.mistral.ai/v1/chat/completions"],
])("Chat Completions: %s", async (model, address) => {
  const { url, body } = await sendRequest(model, { ...request, temperature: 0, seed: 7 });

  expect(url).toBe(address);
  expect(body).toMatchObject({
    max_tokens: 300,
    temperature: 0,
    seed: 7,
    tools: [{ type: "function", function: { name: "look_up" } }],
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user" },
      {
        role: "assistant",
        content: "Let me look.",
        tool_calls: [{ id: "c1", function: { name: "look_up", arguments: '{"id":7}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: '{"ok":1}' },
      { role: "assistant", content: "A lamp." },
      { role: "user", content: "Are you sure?" },
    ],
  });
});

test("Anthropic: system text apart, the key in its own header", async () => {
  const { url, headers, body } = await sendRequest("anthropic/claude-sonnet-5", request);

  expect(url).toBe("https://api.anthropic.com/v1/messages");
  expect(headers["x-api-key"]).toBe("sk-ant-0003");
  expect(body).toMatchObject({
    max_tokens: 300,
    system: [{ type: "text", text: "Be brief." }],
    tools: [{ name: "look_up" }],
    messages: [
      { role: "user" },
      {
        role: "assistant",
        content: [
          { type: "text", text: "Let me look." },
          { type: "tool_use", id: "c1", name: "look_up", input: { id: 7 } },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: '{"ok":1}' }] },
      { role: "assistant" },
      { role: "user" },
    ],
  });
});

test("Gemini: function parts, and the system text as instruction", async () => {
  const { url, headers, body } = await sendRequest("google/gemini-3.8-flash", request);

  expect(url).toBe(
    "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash:generateContent",
  );
  expect(headers["x-goog-api-key"]).toBe("gemini-0004");
  expect(body).toMatchObject({
    generationConfig: { maxOutputTokens: 300 },
    systemInstruction: { parts: [{ text: "Be brief." }] },
    tools: [{ functionDeclarations: [{ name: "look_up" }] }],
    contents: [
      { role: "user" },
      {
        role: "model",
        parts: [{ text: "Let me look." }, { functionCall: { name: "look_up", args: { id: 7 } } }],
      },
      { role: "user", parts: [{ functionResponse: { name: "look_up" } }] },
      { role: "model" },
      { role: "user" },
    ],
  });
});

const begun: Partial<ModelRequest> = {
  messages: [
    { role: "user", content: "Why?" },
    { role: "assistant", content: "Because " },
  ],
  continuesLast: true,
};

test("a server of the OpenAI-compatible kind is told to go on with the last turn", async () => {
  const { body } = await sendRequest("local/qwen3", begun);
  expect(body).toMatchObject({
    continue_final_message: true,
    add_generation_prompt: false,
    messages: [{ role: "user" }, { role: "assistant", content: "Because " }],
  });
});

test("Anthropic goes on with the last turn untold, and takes none that ends in white space", async () => {
  const { body } = await sendRequest("anthropic/claude-sonnet-5", begun);
  expect(body).toMatchObject({
    messages: [{ role: "user" }, { role: "assistant", content: [{ text: "Because" }] }],
  });
  expect(JSON.stringify(body)).not.toContain("continue_final_message");
});

test("a conversation that ends in the assistant's turn is no request to go on with it", async () => {
  const { body } = await sendRequest("local/qwen3", { ...begun, continuesLast: false });
  expect(body).not.toHaveProperty("continue_final_message");
});
