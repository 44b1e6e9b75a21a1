import { expect, test } from "vitest";
import { reportedUsage } from "./reported-usage.ts";

test("Anthropic's later chunks leave out what has not changed", () => {
  const start = {
    type: "message_start",
    message: { usage: { input_tokens: 10, cache_read_input_tokens: 30, output_tokens: 1 } },
  };
  const delta = { type: "message_delta", usage: { output_tokens: 9 } };

  expect(reportedUsage(delta, reportedUsage(start, undefined))).toEqual({
    inputTokens: 40,
    cachedInputTokens: 30,
    cacheWriteTokens: 0,
    outputTokens: 9,
    reasoningTokens: 0,
  });
});

test("a chunk without usage changes nothing, and nonsense counts as zero", () => {
  expect(reportedUsage({ choices: [], usage: null }, undefined)).toBeUndefined();
  expect(reportedUsage("text", undefined)).toBeUndefined();
  expect(
    reportedUsage({ usage: { prompt_tokens: -3, completion_tokens: "9" } }, undefined),
  ).toEqual({
    inputTokens: 0,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
  });
});
