import { getEventListeners } from "node:events";
import {
  AskAbortedError,
  LadderExhaustedError,
  StreamCutError,
  type AnswerStreamPart,
} from "@switchyard/contract";
import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { generateText, streamText } from "ai";
import { expect, test } from "vitest";
import {
  aModel,
  anAnswer,
  aStaticAnswer,
  CALL_EPOCH_MS,
  createScriptedAnswers,
  type ScriptedAnswers,
  type StreamAct,
} from "../../test/scripted-answers.ts";

const PROMPT = [{ role: "user", content: [{ type: "text", text: "Why?" }] }] as const;
const EXHAUSTED = new LadderExhaustedError("Every rung failed.", []);

function streaming(...acts: readonly StreamAct[]): ScriptedAnswers {
  return createScriptedAnswers([], acts);
}

async function partsOf(
  answers: ScriptedAnswers,
  abortSignal?: AbortSignal,
): Promise<readonly LanguageModelV4StreamPart[]> {
  const { stream } = await aModel(answers).doStream({
    prompt: [{ ...PROMPT[0], content: [...PROMPT[0].content] }],
    ...(abortSignal !== undefined && { abortSignal }),
  });
  return await allOf(stream);
}

async function allOf<Part>(stream: ReadableStream<Part>): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

const typesOf = (parts: readonly { readonly type: string }[]): readonly string[] =>
  parts.map(({ type }) => type);
const text = (words: string): AnswerStreamPart => ({ type: "text", text: words });
const CUT_ATTEMPT = {
  attemptId: "ask-1/1",
  kind: "first",
  endpoint: "alpha/quick#us",
  rung: "full",
  outcome: "stream-interrupted",
  latencyMs: 1,
  costMicroUsd: 1,
} as const;
const RESTART = {
  type: "restart",
  endpoint: "beta/quick#us",
  message: "alpha was cut.",
  attempts: [CUT_ATTEMPT],
} as const;

test("an answer says who served it, by which route, at what cost and why", async () => {
  const answers = createScriptedAnswers([anAnswer()]);
  const result = await generateText({ model: aModel(answers), prompt: "Why?" });

  expect(result.text).toBe("an answer");
  expect(result.finishReason).toBe("stop");
  expect(result.warnings).toEqual([]);
  expect(result.response).toMatchObject({
    id: "ask-1",
    modelId: "alpha/quick",
    timestamp: new Date(CALL_EPOCH_MS),
  });
  expect(result.usage).toMatchObject({
    inputTokens: 100,
    inputTokenDetails: { noCacheTokens: 50, cacheReadTokens: 30, cacheWriteTokens: 20 },
    outputTokens: 50,
    outputTokenDetails: { textTokens: 40, reasoningTokens: 10 },
  });
  expect(result.providerMetadata).toEqual({
    switchyard: {
      askId: "ask-1",
      taskId: "task-1",
      route: "quick",
      rung: "full",
      degraded: false,
      endpoint: "alpha/quick#us",
      servedModel: "alpha/quick",
      provider: "alpha",
      region: "us",
      policyHash: "0123abcd",
      costMicroUsd: 300,
      latencyMs: 120,
      insideSla: true,
      attempts: 0,
      unmeasured: false,
      verdict: { outcome: "passed", failures: [] },
      why: { code: "first-choice", message: "alpha/quick is the first choice." },
    },
  });
});

test.each([
  ["stop", [], "stop"],
  ["length", [], "length"],
  ["other", [], "other"],
  ["stop", [{ type: "tool-call", toolCallId: "c", toolName: "t", input: {} }], "tool-calls"],
] as const)(
  "a model that ended with %s and tool calls %j",
  async (finishReason, toolCalls, unified) => {
    const answers = createScriptedAnswers([anAnswer({ finishReason, toolCalls })]);
    const result = await aModel(answers).doGenerate({ prompt: [] });
    expect(result.finishReason).toEqual({ unified, raw: undefined });
  },
);

test("a static text is given as text, and said to be no model's", async () => {
  const answers = createScriptedAnswers([aStaticAnswer()]);
  const result = await aModel(answers).doGenerate({ prompt: [] });

  expect(result.content).toEqual([{ type: "text", text: "Please try again later." }]);
  expect(result.finishReason).toEqual({ unified: "other", raw: "static" });
  expect(result.warnings).toEqual([
    { type: "other", message: expect.stringContaining("No model answered") },
  ]);
  expect(result.providerMetadata?.["switchyard"]).toMatchObject({
    rung: "static",
    retryAfterMs: 300_000,
  });
  expect(result.response).not.toHaveProperty("modelId");
});

test("a streamed static text is shown, and told before it", async () => {
  const parts = await partsOf(streaming({ type: "end", answer: aStaticAnswer() }));

  expect(parts[0]).toMatchObject({
    type: "stream-start",
    warnings: [{ message: expect.stringContaining("No model answered") }],
  });
  expect(parts).toContainEqual({
    type: "text-delta",
    id: "text",
    delta: "Please try again later.",
  });
  expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: { unified: "other" } });
});

test("a router's error is thrown as it is, and the AI SDK does not ask again", async () => {
  const answers = createScriptedAnswers([EXHAUSTED]);
  await expect(generateText({ model: aModel(answers), prompt: "Why?" })).rejects.toBe(EXHAUSTED);
  expect(answers.requests).toHaveLength(1);
});

test("a stream that fails before its first part rejects, and is not begun again", async () => {
  const answers = streaming(EXHAUSTED);
  await expect(partsOf(answers)).rejects.toBe(EXHAUSTED);
  const errors: unknown[] = [];
  const result = streamText({
    model: aModel(answers),
    prompt: "Why?",
    onError: ({ error }) => void errors.push(error),
  });
  await result.consumeStream();
  expect(errors).toEqual([EXHAUSTED]);
  expect(answers.requests).toHaveLength(2);
});

test("the caller's abort is the signal's reason, as the AI SDK knows it", async () => {
  const controller = new AbortController();
  controller.abort(new DOMException("enough", "AbortError"));
  const { signal } = controller;
  const aborted = new AskAbortedError(signal.reason);

  const ask = generateText({
    model: aModel(createScriptedAnswers([aborted])),
    prompt: "Why?",
    abortSignal: signal,
  });
  await expect(ask).rejects.toBe(signal.reason);
  await expect(partsOf(streaming(aborted), signal)).rejects.toBe(signal.reason);
  await expect(partsOf(streaming(aborted))).rejects.toBe(aborted);
});

test("text is one block, tool calls follow it, and each is told once", async () => {
  const toolCall = { type: "tool-call", toolCallId: "c", toolName: "t", input: { a: 1 } } as const;
  const answer = anAnswer({ toolCalls: [toolCall], finishReason: "tool-calls" });
  const acts = [text("an "), text("answer"), { type: "tool-call", toolCall } as const];
  const parts = await partsOf(streaming(...acts, { type: "end", answer }));

  expect(typesOf(parts)).toEqual([
    "stream-start",
    "text-start",
    "text-delta",
    "text-delta",
    "text-end",
    "tool-call",
    "response-metadata",
    "finish",
  ]);
  expect(parts[5]).toEqual({ type: "tool-call", toolCallId: "c", toolName: "t", input: '{"a":1}' });
  expect(await partsOf(streaming({ type: "end", answer }))).toContainEqual(parts[5]);
});

test("a cut stream is an error after what was shown, and never finishes", async () => {
  const cut = new StreamCutError("cut", "an", []);
  const parts = await partsOf(streaming(text("an"), cut));
  expect(typesOf(parts)).toEqual(["stream-start", "text-start", "text-delta", "text-end", "error"]);
  expect(parts.at(-1)).toEqual({ type: "error", error: cut });

  const result = streamText({
    model: aModel(streaming(text("an"), cut)),
    prompt: "Why?",
    onError: () => {},
  });
  expect(await result.text).toBe("an");
  expect(await result.finishReason).toBe("error");
});

test("an answer that begins anew after text was shown is an error, and its call is ended", async () => {
  const answers = streaming(text("an"), RESTART, text("another"), {
    type: "end",
    answer: anAnswer(),
  });
  const parts = await partsOf(answers);
  expect(typesOf(parts)).toEqual(["stream-start", "text-start", "text-delta", "text-end", "error"]);
  expect(parts.at(-1)).toMatchObject({
    error: {
      code: "stream-cut",
      text: "an",
      message: expect.stringContaining("beta/quick#us"),
      attempts: [CUT_ATTEMPT],
    },
  });
  expect(answers.requests[0]?.signal?.aborted).toBe(true);
});

test("an answer that begins anew before anything was shown is just an answer", async () => {
  const parts = await partsOf(
    streaming(RESTART, text("an answer"), { type: "end", answer: anAnswer() }),
  );
  expect(typesOf(parts)).not.toContain("error");
  expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: { unified: "stop" } });
});

test("an answer that was shown before a gate refused it does not finish as a good one", async () => {
  const answer = anAnswer({ verdict: { outcome: "failed", failures: ["no JSON"] } });
  const parts = await partsOf(streaming(text("an answer"), { type: "end", answer }));
  expect(parts.at(-1)).toMatchObject({
    finishReason: { unified: "other", raw: "gate-failed" },
    providerMetadata: { switchyard: { verdict: { outcome: "failed", failures: ["no JSON"] } } },
  });
});

test("a whole answer leaves its ask alone", async () => {
  const answers = streaming(text("an answer"), { type: "end", answer: anAnswer() });
  await partsOf(answers);
  expect(answers.requests[0]?.signal?.aborted).toBe(false);
});

test("a reader who leaves ends the call at once, even while a part is awaited", async () => {
  const answers = streaming(text("an"), "hang");
  const { stream } = await aModel(answers).doStream({ prompt: [] });
  const reader = stream.getReader();
  for (let read = 0; read < 3; read += 1) await reader.read();
  const pending = reader.read();
  await reader.cancel();

  expect(await pending).toEqual({ done: true, value: undefined });
  expect(answers.requests[0]?.signal).toMatchObject({
    aborted: true,
    reason: { message: "The reader left the stream." },
  });
});

test.each([
  ["was read to its end", [text("an"), { type: "end", answer: anAnswer() }]],
  ["broke", [text("an"), EXHAUSTED]],
] as const)("a stream that %s leaves nothing on the caller's signal", async (_, acts) => {
  const { signal } = new AbortController();
  await partsOf(streaming(...acts), signal);
  await expect(partsOf(streaming(EXHAUSTED), signal)).rejects.toBe(EXHAUSTED);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("the caller's signal ends a stream that is under way", async () => {
  const controller = new AbortController();
  const answers = streaming(text("an"), "hang");
  const { stream } = await aModel(answers).doStream({ prompt: [], abortSignal: controller.signal });
  const all = allOf(stream);
  controller.abort(new DOMException("enough", "AbortError"));

  expect((await all).at(-1)).toEqual({ type: "error", error: controller.signal.reason });
});
