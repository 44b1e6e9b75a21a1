import { LadderExhaustedError } from "@switchyard/contract";
import { expect, test } from "vitest";
import { anAnswer } from "../../test/scripted-answers.ts";
import { createSampleRouter } from "../../test/sample-router.ts";
import { answerAtOnce } from "./answer-at-once.ts";

const REQUEST = { intent: "faq", risk: "low", slaMs: 2_000, input: "Why?" } as const;

test("an answer is one part and the answer, and its failure is told in both places", async () => {
  const answer = anAnswer();
  const stream = answerAtOnce(async () => answer, REQUEST);
  const parts: unknown[] = [];
  for await (const part of stream) parts.push(part);
  expect(parts).toEqual([{ type: "end", answer }]);
  expect(await stream.answer).toBe(answer);

  const error = new LadderExhaustedError("Every rung failed.", []);
  const failing = answerAtOnce(async () => {
    throw error;
  }, REQUEST);
  await expect(failing.answer).rejects.toBe(error);
  await expect(failing[Symbol.asyncIterator]().next()).rejects.toBe(error);
});

test("a router's model and its provider ask by its policy", async () => {
  const { router, clock, events } = createSampleRouter();
  const faq = { intent: "faq", risk: "low", slaMs: 2_000 };
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Why?" }] }];

  const model = router.languageModel(faq);
  expect(model.modelId).toBe("faq/low");
  const asked = await clock.finish(Promise.resolve(model.doGenerate({ prompt })));
  const named = router.provider({ quick: faq }).languageModel("quick");
  const streamed = await clock.finish(Promise.resolve(named.doStream({ prompt })));
  const shown: string[] = [];
  for await (const part of streamed.stream) if (part.type === "text-delta") shown.push(part.delta);

  expect(asked.content).toEqual([{ type: "text", text: "an answer" }]);
  expect(shown).toEqual(["an answer"]);
  expect(events.filter(({ type }) => type === "ask-answered")).toHaveLength(2);
});
