import type { Catalog, Message, ModelCall, ModelStreamPart } from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { aModel, anAnswer, createScriptedAnswers } from "../../test/scripted-answers.ts";

/** The sample's catalogue with `alpha` handed over in code. */
const catalog: Catalog = {
  ...SAMPLE.bundle.catalog,
  providers: Object.fromEntries(
    Object.entries(SAMPLE.bundle.catalog.providers).map(([id, provider]) => [
      id,
      id === "alpha" ? { ...provider, api: "custom", keys: [] } : provider,
    ]),
  ),
};

function aCall(request: ModelCall["request"]): ModelCall {
  const { signal } = new AbortController();
  const ids = { endpoint: "alpha/quick#us", model: "alpha/quick", provider: "alpha", region: "us" };
  return { attemptId: "attempt-1", ...ids, request, signal };
}

const someText = fc.string({ minLength: 1, maxLength: 12 });
const aName = fc.stringMatching(/^[a-z]{1,8}$/);
const aTextPart = someText.map((text) => ({ type: "text", text }) as const);
const aFile = fc.oneof(
  fc
    .base64String({ minLength: 4, maxLength: 12 })
    .map((base64) => ({ type: "file", mediaType: "image/png", data: { base64 } }) as const),
  fc.webUrl().map(
    (url) =>
      ({
        type: "file",
        mediaType: "application/pdf",
        data: { url: new URL(url).href },
      }) as const,
  ),
);
const aToolCall = fc.record({
  type: fc.constant("tool-call" as const),
  toolCallId: aName,
  toolName: aName,
  // What has been JSON: there is no -0 in it.
  input: fc.dictionary(
    aName,
    fc.json().map((json): unknown => JSON.parse(json)),
  ),
});
const aToolResult = fc.record({
  type: fc.constant("tool-result" as const),
  toolCallId: aName,
  toolName: aName,
  output: fc.oneof(someText, fc.dictionary(aName, fc.integer())),
});
const some = <Part>(part: fc.Arbitrary<Part>): fc.Arbitrary<Part[]> =>
  fc.array(part, { minLength: 1, maxLength: 3 });
const aMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant("system" as const), content: someText }),
  fc.record({ role: fc.constant("user" as const), content: some(fc.oneof(aTextPart, aFile)) }),
  fc.record({
    role: fc.constant("assistant" as const),
    content: some(fc.oneof(aTextPart, aToolCall)),
  }),
  fc.record({ role: fc.constant("tool" as const), content: some(aToolResult) }),
);

test("what the providers send of a conversation comes back as the same conversation", async () => {
  await fc.assert(
    fc.asyncProperty(some(aMessage), async (messages) => {
      const answers = createScriptedAnswers([anAnswer()]);
      const models = { "alpha/quick": aModel(answers) };
      const port = createProviders({ catalog, models, env: {} });

      await port.generate(aCall({ messages, outputTokensMax: 300 }));

      expect(answers.requests[0]?.input).toEqual(JSON.parse(JSON.stringify(messages)));
    }),
  );
});

test("tools, their choice, JSON, lengths and temperature come back as they were sent", async () => {
  const settings = {
    tools: [{ name: "look_up", description: "Looks up.", inputSchema: { type: "object" } }],
    toolChoice: { toolName: "look_up" },
    output: { schema: { type: "object", properties: {} }, name: "reply" },
    temperature: 0.5,
  } as const;
  const answers = createScriptedAnswers([anAnswer()]);
  const port = createProviders({
    catalog,
    models: { "alpha/quick": aModel(answers) },
    env: {},
  });

  await port.generate(
    aCall({ messages: [{ role: "user", content: "Why?" }], outputTokensMax: 7, ...settings }),
  );

  expect(answers.requests[0]).toMatchObject({ ...settings, outputTokensMax: 7 });
});

test("an answer is read by the providers as the answer it was, streamed or not", async () => {
  const toolCall = { type: "tool-call", toolCallId: "c1", toolName: "t", input: { a: 1 } } as const;
  const answer = anAnswer({ toolCalls: [toolCall], finishReason: "tool-calls" });
  const answers = createScriptedAnswers(
    [answer],
    [
      { type: "text", text: "an " },
      { type: "text", text: "answer" },
      { type: "tool-call", toolCall },
      { type: "end", answer },
    ],
  );
  const port = createProviders({ catalog, models: { "alpha/quick": aModel(answers) }, env: {} });
  const call = aCall({ messages: [{ role: "user", content: "Why?" }], outputTokensMax: 300 });
  const response = {
    text: answer.text,
    toolCalls: [toolCall],
    finishReason: "tool-calls",
    usage: answer.usage,
    usageReported: true,
    servedModel: "alpha/quick",
  };
  const shown: ModelStreamPart[] = [];
  const take = (part: ModelStreamPart): void => {
    if (part.type !== "activity") shown.push(part);
  };

  expect(await port.generate(call)).toMatchObject({ ok: true, response });
  expect(await port.stream(call, take)).toMatchObject({ ok: true, response });
  expect(shown).toEqual([
    { type: "text", text: "an " },
    { type: "text", text: "answer" },
    { type: "tool-call", toolCall },
  ]);
});
