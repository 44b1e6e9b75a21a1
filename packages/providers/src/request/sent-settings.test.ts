import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { sendRequest } from "../fixtures/send-request.ts";

const schema = {
  type: "object",
  properties: { answer: { type: "string" } },
  required: ["answer"],
  additionalProperties: false,
} as const;

const tools = [{ name: "look_up", inputSchema: { type: "object" } }];

test.each([
  ["openai/gpt-6-sol", { text: { format: { type: "json_schema", strict: true, name: "reply" } } }],
  [
    "chat/gpt-4.1",
    { response_format: { type: "json_schema", json_schema: { strict: true, name: "reply" } } },
  ],
  [
    "mistral/mistral-large-2512",
    { response_format: { type: "json_schema", json_schema: { strict: true, name: "reply" } } },
  ],
  ["anthropic/claude-sonnet-5", { output_config: { format: { type: "json_schema", schema } } }],
  [
    "google/gemini-3.8-flash",
    { generationConfig: { responseMimeType: "application/json", responseJsonSchema: {} } },
  ],
])("JSON of a schema is asked for in the provider's way: %s", async (model, expected) => {
  const { body } = await sendRequest(model, { output: { schema, name: "reply" } });

  expect(body).toMatchObject(expected);
});

test("a schema that strict mode would reject is not sent as strict", async () => {
  const optional = { ...schema, required: [] };

  const responses = await sendRequest("openai/gpt-6-sol", { output: { schema: optional } });
  const chat = await sendRequest("mistral/mistral-large-2512", { output: { schema: optional } });

  expect(responses.body).toMatchObject({ text: { format: { strict: false } } });
  expect(chat.body).toMatchObject({ response_format: { json_schema: { strict: false } } });
});

test.each([
  ["openai/gpt-6-sol@low", { reasoning: { effort: "low" } }],
  [
    "google/gemini-3.8-flash@low",
    { generationConfig: { thinkingConfig: { thinkingLevel: "low" } } },
  ],
])("a variant's effort is sent in the provider's own spelling: %s", async (model, expected) => {
  const { body } = await sendRequest(model);

  expect(body).toMatchObject(expected);
});

test("the request's effort comes before the variant's, and no summary is paid for", async () => {
  const { body } = await sendRequest("openai/gpt-6-sol@low", { reasoningEffort: "high" });

  expect(body).toHaveProperty("reasoning", { effort: "high" });
});

test("Anthropic's adaptive models take the effort, and no temperature beside it", async () => {
  const { body } = await sendRequest("anthropic/claude-sonnet-5", {
    reasoningEffort: "low",
    temperature: 0,
  });

  expect(body).toMatchObject({
    max_tokens: 500,
    thinking: { type: "adaptive" },
    output_config: { effort: "low" },
  });
  expect(body).not.toHaveProperty("temperature");
});

test("an older Claude thinks inside the output limit", async () => {
  const { body } = await sendRequest("anthropic/claude-haiku-4-5@high", {
    outputTokensMax: 10_000,
  });

  expect(body).toMatchObject({
    max_tokens: 10_000,
    thinking: { type: "enabled", budget_tokens: 6000 },
  });
});

test("an older Claude does not think where the limit leaves no room", async () => {
  const { body } = await sendRequest("anthropic/claude-haiku-4-5@high", { outputTokensMax: 500 });

  expect(body).toMatchObject({ max_tokens: 500 });
  expect(body).not.toHaveProperty("thinking");
});

test.each([
  ["required", "required"],
  ["none", "none"],
  [{ toolName: "look_up" }, { type: "function", function: { name: "look_up" } }],
] as const)("tool choice %j", async (toolChoice, expected) => {
  const { body } = await sendRequest("mistral/mistral-large-2512", { tools, toolChoice });

  expect(body).toMatchObject({ tool_choice: expected });
});

test("a tool's text and its absent output are sent as they are", async () => {
  const toolCall = { type: "tool-call", toolCallId: "c1", toolName: "t", input: {} } as const;
  const result = { type: "tool-result", toolCallId: "c1", toolName: "t" } as const;
  const messages = (output: unknown) =>
    [
      { role: "user", content: "Go." },
      { role: "assistant", content: [toolCall] },
      { role: "tool", content: [{ ...result, output }] },
    ] as const;

  const text = await sendRequest("chat/gpt-4.1", { messages: messages("fine") });
  const none = await sendRequest("chat/gpt-4.1", { messages: messages(undefined) });

  expect(text.body).toMatchObject({ messages: [{}, {}, { content: "fine" }] });
  expect(none.body).toMatchObject({ messages: [{}, {}, { content: "null" }] });
});

test.each(["open/gpt-oss", "local/qwen3"])(
  "a server without keys is sent none: %s",
  async (model) => {
    const { headers } = await sendRequest(model);

    expect(headers).not.toHaveProperty("authorization");
    expect(headers["x-client-request-id"]).toBe("attempt-1");
  },
);

test.each([
  [
    "anthropic/claude-sonnet-5",
    [
      {
        role: "user",
        content: [{ type: "file", mediaType: "audio/wav", data: { base64: "aGk=" } }],
      },
    ],
    "unsupported-capability",
  ],
  [
    "openai/gpt-6-sol",
    [{ role: "user", content: [{ type: "file", mediaType: "image/png", data: { url: "a.png" } }] }],
    "invalid-request",
  ],
] as const)("what a format cannot say is not sent: %s", async (model, messages, kind) => {
  const { fetch, sent } = answeringFetch({ body: {} });
  const port = createProviders({ catalog, env, fetch });

  const result = await port.generate(aCall(model, { messages }));

  expect(result).toMatchObject({ ok: false, failure: { kind, billed: "none" } });
  expect(sent).toEqual([]);
});
