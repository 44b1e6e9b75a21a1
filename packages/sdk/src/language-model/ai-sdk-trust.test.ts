import { jsonSchema, generateText, NoObjectGeneratedError, Output, streamText, tool } from "ai";
import { expect, test } from "vitest";
import {
  aModel,
  anAnswer,
  aStaticAnswer,
  createScriptedAnswers,
} from "../../test/scripted-answers.ts";

const output = Output.object({
  schema: jsonSchema<{ readonly a: number }>({
    type: "object",
    properties: { a: { type: "number" } },
    required: ["a"],
  }),
});

test("an object is asked for by its schema and parsed, whole or as it is streamed", async () => {
  const answer = anAnswer({ text: '{"a":1}' });
  const acts = [
    { type: "text", text: '{"a"' },
    { type: "text", text: ":1}" },
    { type: "end", answer },
  ] as const;
  const answers = createScriptedAnswers([answer], acts);
  const whole = await generateText({ model: aModel(answers), prompt: "Why?", output });
  const streamed = streamText({ model: aModel(answers), prompt: "Why?", output });

  expect(whole.output).toEqual({ a: 1 });
  expect(await streamed.output).toEqual({ a: 1 });
  for (const { output: asked } of answers.requests)
    expect(asked).toMatchObject({ schema: { required: ["a"] } });
});

test("the static text is taken for no object", async () => {
  const answers = createScriptedAnswers([aStaticAnswer()]);
  const asked = generateText({ model: aModel(answers), prompt: "Why?", output });
  await expect(asked).rejects.toThrow(NoObjectGeneratedError);
  await expect(asked).rejects.toMatchObject({
    text: "Please try again later.",
    finishReason: "other",
  });
});

test.each([
  ["passed", 1],
  ["failed", 0],
] as const)("after an answer that %s the gates, a tool is run %i times", async (outcome, runs) => {
  let executed = 0;
  const toolCall = { type: "tool-call", toolCallId: "c", toolName: "t", input: {} } as const;
  const answer = anAnswer({ toolCalls: [toolCall], verdict: { outcome, failures: [] } });
  const answers = createScriptedAnswers(
    [],
    [
      { type: "tool-call", toolCall },
      { type: "end", answer },
    ],
  );
  const result = streamText({
    model: aModel(answers),
    prompt: "Why?",
    tools: {
      t: tool({
        inputSchema: jsonSchema<object>({ type: "object" }),
        execute: () => (executed += 1),
      }),
    },
  });
  await result.consumeStream();
  expect(executed).toBe(runs);
});
