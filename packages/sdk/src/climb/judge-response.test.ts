import type { Gate, ModelResponse } from "@switchyard/contract";
import { expect, test } from "vitest";
import { judgeResponse } from "./judge-response.ts";

const response: ModelResponse = {
  text: "I'm sorry, but I can't help with that.",
  toolCalls: [],
  finishReason: "stop",
  usage: {
    inputTokens: 10,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 5,
    reasoningTokens: 0,
  },
  usageReported: true,
};

function kindOf(...gates: readonly Gate[]): string {
  const verdict = judgeResponse(gates, false, response, "openai");
  return verdict.kind === "failed" ? verdict.failure.kind : verdict.kind;
}

test("a refusal in plain words is a refusal where the route says so", () => {
  expect(kindOf({ kind: "not-refusal" })).toBe("refusal");
  expect(kindOf()).toBe("accepted");
});

test("what an answer says and how long it is can fail it", () => {
  expect(kindOf({ kind: "must-include", texts: ["order"] })).toBe("gate-failed");
  expect(kindOf({ kind: "must-not-include", texts: ["sorry"] })).toBe("gate-failed");
  expect(kindOf({ kind: "length", charactersMax: 9 })).toBe("gate-failed");
  expect(kindOf({ kind: "length", charactersMax: 99 })).toBe("accepted");
});

test("a JSON answer is parsed, and what is no JSON fails", () => {
  const parsed = judgeResponse([], true, { ...response, text: '{"a":1}' }, "openai");
  expect(parsed).toEqual({ kind: "accepted", object: { a: 1 } });
  expect(judgeResponse([], true, response, "openai")).toMatchObject({
    failure: { kind: "malformed-output", billed: "full", provider: "openai" },
  });
});
