import { StreamCutError, type Answer, type AnswerStreamPart } from "@switchyard/contract";
import { expect, test } from "vitest";
import { readStream, streamFaults, type StreamReading } from "./stream-reading.ts";

const text = (words: string): AnswerStreamPart => ({ type: "text", text: words });
const RESTART: AnswerStreamPart = { type: "restart", endpoint: "b", message: "m", attempts: [] };
const CONTINUED: AnswerStreamPart = { ...RESTART, type: "continued" };

/** The end of an answer that `a` began and `b` ended. */
function continuedEnd(words: string): AnswerStreamPart {
  return { type: "end", answer: { ...end(words).answer, continuedFrom: ["a"] } };
}

function end(words: string): AnswerStreamPart & { readonly type: "end" } {
  const answer: Answer = {
    askId: "a",
    taskId: "a",
    text: words,
    toolCalls: [],
    route: "main",
    policyHash: "0",
    rung: "full",
    degraded: false,
    verdict: { outcome: "passed", failures: [] },
    unmeasured: false,
    usage: {
      inputTokens: 1,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 1,
      reasoningTokens: 0,
    },
    costMicroUsd: 1,
    latencyMs: 1,
    insideSla: true,
    attempts: [],
    why: { code: "first-choice", message: "m" },
  };
  return { type: "end", answer };
}

function cut(shown: string): StreamCutError {
  return new StreamCutError("cut", shown, []);
}

test.each<[string, StreamReading]>([
  ["whole", { parts: [text("a "), text("b"), end("a b")] }],
  ["whole, after a notice", { parts: [text("a "), RESTART, text("c"), end("c")] }],
  ["gone on with", { parts: [text("a "), CONTINUED, text("b"), continuedEnd("a b")] }],
  ["cut, and thrown", { parts: [text("a ")], thrown: cut("a ") }],
  ["failed before anything was shown", { parts: [], thrown: new Error("none") }],
])("an honest stream has no fault: %s", (_, reading) => {
  expect(streamFaults(reading)).toEqual([]);
});

test.each<[string, StreamReading]>([
  ["ended-without-end", { parts: [text("a")] }],
  ["went-on-after-end", { parts: [end(""), RESTART] }],
  ["went-on-after-end", { parts: [text("a"), end("a")], thrown: new Error("late") }],
  ["shown-is-not-the-answer", { parts: [text("a "), text("c"), end("c")] }],
  ["shown-is-not-the-cut-text", { parts: [text("a")], thrown: cut("a b") }],
  ["cut-before-content", { parts: [], thrown: cut("") }],
  ["continued-without-beginning", { parts: [CONTINUED, text("b"), continuedEnd("b")] }],
  ["continued-unsaid", { parts: [text("a "), CONTINUED, text("b"), end("a b")] }],
  ["continued-unsaid", { parts: [text("a b"), continuedEnd("a b")] }],
  ["empty-text", { parts: [text(""), end("")] }],
])("a stream that misleads is named: %s", (fault, reading) => {
  expect(streamFaults(reading)).toEqual([fault]);
});

test("a stream is read to its end, whatever that is", async () => {
  const { answer } = end("a");
  const whole = {
    answer: Promise.resolve(answer),
    async *[Symbol.asyncIterator]() {
      yield text("a");
      yield end("a");
    },
  };
  expect(await readStream(whole)).toEqual({ parts: [text("a"), end("a")] });
  const broken = {
    answer: Promise.reject(cut("a")),
    async *[Symbol.asyncIterator]() {
      yield text("a");
      throw cut("a");
    },
  };
  expect(await readStream(broken)).toMatchObject({ parts: [text("a")], thrown: { text: "a" } });
});
