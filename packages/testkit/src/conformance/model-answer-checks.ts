import { strict as assert } from "node:assert";
import {
  FINISH_REASONS,
  type ConformanceCheck,
  type ModelResponse,
  type ModelStreamPart,
} from "@switchyard/contract";
import type { ModelSubject } from "./model-conformance.ts";
import { begin, callOf, checksOf, ended } from "./model-trial.ts";

/** What holds while the provider answers. */
export function answerChecks(subject: ModelSubject): readonly ConformanceCheck[] {
  const { answers, call } = subject;
  return [
    ...checksOf(
      answers,
      (way) => `${way} that is answered is made once and brings the answer, whole and counted`,
      async (hand, way) => {
        const result = await ended(hand, begin(hand, way, callOf(subject)));
        assert(result.ok, "a call that the provider answers failed");
        assertWhole(result.response);
        assert.equal(hand.calls(), 1, "calls that reached the provider");
      },
    ),
    ...checksOf(
      answers,
      (way) => `the parts of ${way} are its answer's text and tool calls, in order`,
      async (hand, way) => {
        const begun = begin(hand, way, callOf(subject));
        const result = await ended(hand, begun);
        assert(result.ok, "a call that the provider answers failed");
        assert.equal(textOf(begun.parts), result.response.text);
        const toolCalls = begun.parts.flatMap((part) =>
          part.type === "tool-call" ? [part.toolCall] : [],
        );
        assert.deepEqual(toolCalls, result.response.toolCalls);
        assert(!begun.parts.some((part) => part.type === "text" && part.text === ""), "empty text");
      },
      ["stream"],
    ),
    ...checksOf(
      answers,
      (way) => `who throws at a part of ${way} ends it as cancelled, and nothing more comes`,
      async (hand, way) => {
        const begun = begin(hand, way, callOf(subject), () => {
          throw new Error("nobody takes the answer");
        });
        const result = await ended(hand, begun);
        assert(!result.ok, "the call went on");
        assert.equal(result.failure.kind, "cancelled");
        assert.equal(begun.parts.length, 1);
      },
      ["stream"],
    ),
    {
      name: "what cannot be called is said in words, and stays so over calls",
      run: async () => {
        const hand = await answers();
        const before = { ...hand.port.absent };
        for (const [endpoint, cause] of Object.entries(before))
          assert(cause.trim() !== "", `${endpoint} is absent without a cause`);
        assert(!Object.hasOwn(before, call.endpoint), `${call.endpoint} is absent`);
        await ended(hand, begin(hand, "generate", callOf(subject)));
        assert.deepEqual({ ...hand.port.absent }, before);
      },
    },
  ];
}

export function textOf(parts: readonly ModelStreamPart[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function assertWhole({ text, finishReason, usage }: ModelResponse): void {
  assert(text !== "", "the answer has no text");
  assert(FINISH_REASONS.includes(finishReason), `${finishReason} is no finish reason`);
  for (const [name, tokens] of Object.entries(usage))
    assert(Number.isSafeInteger(tokens) && tokens >= 0, `${name} is ${tokens}`);
  const { inputTokens, cachedInputTokens, cacheWriteTokens } = usage;
  assert(cachedInputTokens + cacheWriteTokens <= inputTokens, "inputTokens is less than its parts");
  assert(usage.reasoningTokens <= usage.outputTokens, "outputTokens is less than its part");
}
