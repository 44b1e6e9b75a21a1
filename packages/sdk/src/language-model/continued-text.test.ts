import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { streamText } from "ai";
import { expect, test } from "vitest";
import {
  aModel,
  anAnswer,
  createScriptedAnswers,
  type ScriptedAnswers,
} from "../../test/scripted-answers.ts";

async function readAll(answers: ScriptedAnswers): Promise<readonly LanguageModelV4StreamPart[]> {
  const content = [{ type: "text", text: "Why?" } as const];
  const { stream } = await aModel(answers).doStream({ prompt: [{ role: "user", content }] });
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

test("a text that another model goes on with is a block of its own, which says so", async () => {
  const answer = anAnswer({ text: "Half of it", continuedFrom: ["alpha/quick#us"] });
  const acts = [
    { type: "text", text: "Half of" },
    { type: "continued", endpoint: "beta/quick#us", message: "alpha was cut.", attempts: [] },
    { type: "text", text: " it" },
    { type: "end", answer },
  ] as const;
  const parts = await readAll(createScriptedAnswers([], acts));
  expect(parts.slice(1, 7).map(({ type }) => type)).toEqual([
    "text-start",
    "text-delta",
    "text-end",
    "text-start",
    "text-delta",
    "text-end",
  ]);
  expect(parts[4]).toMatchObject({
    providerMetadata: { switchyard: { continued: { endpoint: "beta/quick#us" } } },
  });
  expect(parts.at(-1)).toMatchObject({
    type: "finish",
    providerMetadata: { switchyard: { continuedFrom: ["alpha/quick#us"] } },
  });
  const whole = streamText({ model: aModel(createScriptedAnswers([], acts)), prompt: "Why?" });
  expect(await whole.text).toBe("Half of it");
});
