import type { ModelFailure, ModelResponse, Usage } from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import { expect, test } from "vitest";
import { countedResult } from "./counted-result.ts";

const USAGE: Usage = {
  inputTokens: 10,
  cachedInputTokens: 4,
  cacheWriteTokens: 3,
  outputTokens: 5,
  reasoningTokens: 2,
};
const NONE: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};
const RESPONSE: ModelResponse = {
  text: "four",
  toolCalls: [],
  finishReason: "stop",
  usage: USAGE,
  usageReported: true,
};
const FAILURE: ModelFailure = {
  kind: "refusal",
  ...failureRule("refusal"),
  billed: "full",
  committed: false,
  provider: "alpha",
  message: "It refused.",
};

/** One token for each character; the input was planned with 70. */
const usageOf = (response: Partial<ModelResponse>): Usage | undefined => {
  const given = { ok: true, response: { ...RESPONSE, ...response } } as const;
  const result = countedResult(given, 70, (text) => text.length);
  return result.ok ? result.response.usage : undefined;
};

test("reported usage is taken as it is", () => {
  expect(usageOf({})).toBe(USAGE);
});

test("an answer without usage is estimated, never priced at zero", () => {
  expect(usageOf({ usage: NONE, usageReported: false })).toEqual({
    ...NONE,
    inputTokens: 70,
    outputTokens: 4,
  });
});

test("tool calls are part of what was answered", () => {
  const call = { type: "tool-call", toolCallId: "c", toolName: "t", input: {} } as const;

  expect(usageOf({ usage: NONE, usageReported: false, toolCalls: [call] })?.outputTokens).toBe(
    4 + JSON.stringify([call]).length,
  );
});

test("an input that was reported without its output is kept, its cached part too", () => {
  const usage = { ...USAGE, outputTokens: 0, reasoningTokens: 0 };

  expect(usageOf({ usage, usageReported: false })).toEqual({ ...usage, outputTokens: 4 });
});

test.each([
  { inputTokens: Number.NaN },
  { inputTokens: -1 },
  { cachedInputTokens: 0.5 },
  { cacheWriteTokens: Number.POSITIVE_INFINITY },
  { outputTokens: -5 },
])("a usage with %o is estimated anew, though it was reported", (broken) => {
  expect(usageOf({ usage: { ...USAGE, ...broken } })).toEqual({
    ...NONE,
    inputTokens: 70,
    outputTokens: 4,
  });
});

test("a failure keeps a usage that can be priced and loses a broken one", () => {
  const failed = (usage: Usage): unknown =>
    countedResult({ ok: false, failure: { ...FAILURE, usage } }, 70, () => 0);

  expect(failed(USAGE)).toEqual({ ok: false, failure: { ...FAILURE, usage: USAGE } });
  expect(failed({ ...USAGE, outputTokens: -1 })).toEqual({ ok: false, failure: FAILURE });
});
