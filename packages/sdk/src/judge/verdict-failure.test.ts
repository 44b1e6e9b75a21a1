import { expect, test } from "vitest";
import { verdictFailure } from "./verdict-failure.ts";

const usage = {
  inputTokens: 10,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 5,
  reasoningTokens: 0,
};
const response = {
  text: "a secret",
  toolCalls: [],
  finishReason: "stop",
  usage,
  usageReported: true,
  requestId: "r-1",
} as const;

test("the attempt ends in the first failure, with what all say and nothing of the answer", () => {
  const failures = [
    { gate: "not-refusal", kind: "refusal", message: "A refusal." },
    { gate: "judge: judging", kind: "gate-failed", message: "Too low.", reason: "a secret" },
  ] as const;

  const failure = verdictFailure({ failures }, "openai", response);

  expect(failure).toEqual({
    kind: "refusal",
    retry: "never",
    failover: "yes",
    breaker: "ignore",
    scope: "not-refusal",
    billed: "full",
    committed: false,
    provider: "openai",
    message: "A refusal. Too low.",
    usage,
    requestId: "r-1",
  });
  expect(JSON.stringify(failure)).not.toContain("secret");
});

test("usage that was not reported is not told", () => {
  const failures = [{ gate: "length", kind: "gate-failed", message: "Too long." }] as const;
  const unreported = { ...response, usageReported: false };

  expect(verdictFailure({ failures }, "openai", unreported)).not.toHaveProperty("usage");
});

test("no failed gate is no failure", () => {
  expect(verdictFailure({ failures: [] }, "openai", response)).toBeUndefined();
});
