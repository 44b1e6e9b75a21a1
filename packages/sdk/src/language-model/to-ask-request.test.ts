import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { InvalidRequestError } from "@switchyard/contract";
import { expect, test } from "vitest";
import { toAskRequest, type ReadCall } from "./to-ask-request.ts";

const FIXED = { intent: "faq", risk: "low", slaMs: 2_000, segment: "pro" } as const;
const PROMPT: LanguageModelV4CallOptions["prompt"] = [
  { role: "user", content: [{ type: "text", text: "Why?" }] },
];

function read(call: Partial<LanguageModelV4CallOptions> = {}): ReadCall {
  return toAskRequest(FIXED, { prompt: PROMPT, ...call });
}

function featuresOf({ warnings }: ReadCall): readonly string[] {
  return warnings.map((warning) => ("feature" in warning ? warning.feature : warning.type));
}

test("what the model was made with is asked, and a call's own words take its place", () => {
  expect(read().request).toMatchObject(FIXED);
  const switchyard = {
    intent: "plan",
    slaMs: 9_000,
    taskId: "t-1",
    conversation: "c-1",
    deferrable: true,
    tags: { team: "a" },
    segment: undefined,
  };
  expect(read({ providerOptions: { switchyard } }).request).toMatchObject({
    intent: "plan",
    risk: "low",
    slaMs: 9_000,
    taskId: "t-1",
    conversation: "c-1",
    deferrable: true,
    tags: { team: "a" },
    segment: "pro",
  });
});

test.each([
  [{ intnet: "faq" }, /no "intnet"\. Did you mean "intent"\?/],
  [{ temperature: 1 }, /Use one of intent, risk/],
  [{ slaMs: "2s" }, /slaMs is string; give a number/],
  [{ tags: ["a"] }, /tags is object; give an object of texts/],
  [{ only: [1] }, /only is object; give a list of texts/],
  [{ noFallback: "yes" }, /give true or false/],
  [{ deferrable: 1 }, /deferrable is number; give true or false/],
  [{ conversation: 7 }, /conversation is number; give a text/],
  [{ risk: null }, /risk is object; give a text/],
])("options of a call that are none are refused: %j", (switchyard, message) => {
  const reading = (): unknown => read({ providerOptions: { switchyard } });
  expect(reading).toThrow(InvalidRequestError);
  expect(reading).toThrow(message);
});

test("settings that reach no provider are told once each, with the way out", () => {
  const call = read({
    topP: 0.5,
    topK: 3,
    seed: 1,
    stopSequences: ["END"],
    presencePenalty: 0,
    frequencyPenalty: 0,
    reasoning: "high",
    includeRawChunks: true,
    headers: { "user-agent": "ai/7", "x-team": "a" },
    providerOptions: { openai: { store: true }, switchyard: {} },
    tools: [
      { type: "provider", id: "openai.web_search", name: "web_search", args: {} },
      { type: "function", name: "f", inputSchema: {}, strict: true, inputExamples: [] },
    ],
    responseFormat: { type: "json" },
  });

  expect(featuresOf(call).toSorted()).toEqual([
    "JSON without a schema",
    "frequencyPenalty",
    "headers",
    "includeRawChunks",
    "inputExamples of tools",
    "presencePenalty",
    "providerOptions",
    "reasoning",
    "seed",
    "stopSequences",
    "strict tools",
    "tool openai.web_search",
    "topK",
    "topP",
  ]);
  expect(call.request.tools?.map(({ name }) => name)).toEqual(["f"]);
});

test("a plain call of the AI SDK has no warning", () => {
  const call = read({
    headers: { "user-agent": "ai/7", "x-none": undefined },
    includeRawChunks: false,
    reasoning: "provider-default",
    toolChoice: { type: "auto" },
    responseFormat: { type: "text" },
    providerOptions: { switchyard: {} },
  });

  expect(call.warnings).toEqual([]);
  expect(call.request).not.toHaveProperty("toolChoice");
  expect(call.request).not.toHaveProperty("output");
});

test("parts that only their own provider understands are left out and told", () => {
  const call = read({
    prompt: [
      ...PROMPT,
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "hm", providerOptions: { openai: { itemId: "r" } } },
          {
            type: "tool-call",
            toolCallId: "c",
            toolName: "search",
            input: {},
            providerExecuted: true,
          },
          {
            type: "tool-result",
            toolCallId: "c",
            toolName: "search",
            output: { type: "text", value: "x" },
          },
          { type: "custom", kind: "openai.compaction" },
        ],
      },
      {
        role: "tool",
        content: [{ type: "tool-approval-response", approvalId: "a", approved: true }],
      },
    ],
  });

  expect(call.request.input).toEqual([{ role: "user", content: [{ type: "text", text: "Why?" }] }]);
  expect(featuresOf(call)).toEqual([
    "providerOptions of messages and parts",
    "reasoning of earlier answers",
    "tools that a provider runs",
    "custom parts of earlier answers",
    "approvals of tools that a provider runs",
  ]);
});

test.each([
  [{ type: "error-text", value: "down" } as const, "down"],
  [{ type: "error-json", value: { code: 7 } } as const, { code: 7 }],
  [{ type: "execution-denied" } as const, "The user did not allow the tool to run."],
  [{ type: "execution-denied", reason: "no" } as const, "no"],
  [
    {
      type: "content",
      value: [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
    } as const,
    "a\nb",
  ],
])("what a tool says reaches the model: %j", (output, expected) => {
  const value = output.type === "content" ? { ...output, value: [...output.value] } : output;
  const part = { type: "tool-result", toolCallId: "c", toolName: "t", output: value } as const;
  const { request } = read({ prompt: [{ role: "tool", content: [part] }] });
  expect(request.input).toMatchObject([{ content: [{ output: expected }] }]);
});

test("files of all kinds are bytes or URLs, and a bare image type still asks for sight", () => {
  const content = [
    { type: "file", mediaType: "image", data: { type: "data", data: new Uint8Array([104, 105]) } },
    { type: "file", mediaType: "text/plain", data: { type: "text", text: "hi" } },
  ] as const;
  const { request } = read({ prompt: [{ role: "user", content: [...content] }] });
  expect(request.input).toEqual([
    {
      role: "user",
      content: [
        { type: "file", mediaType: "image/*", data: { base64: "aGk=" } },
        { type: "file", mediaType: "text/plain", data: { base64: "aGk=" } },
      ],
    },
  ]);
});

test("a file that only one provider holds is refused, not left out", () => {
  const data = { type: "reference", reference: { openai: "file-1" } } as const;
  const content = [{ type: "file", mediaType: "image/png", data }] as const;
  expect(() => read({ prompt: [{ role: "user", content: [...content] }] })).toThrow(
    /only openai can read/,
  );
});

test("JSON of no schema is an object, and a description goes along with the schema", () => {
  const any = read({ responseFormat: { type: "json" } });
  expect(any.request.output).toEqual({ schema: { type: "object" } });
  const said = read({
    responseFormat: { type: "json", schema: { type: "array" }, name: "n", description: "d" },
  });
  expect(said.request.output).toEqual({ schema: { type: "array", description: "d" }, name: "n" });
  expect(said.warnings).toEqual([]);
});
