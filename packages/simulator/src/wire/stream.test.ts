import type { ModelResult } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { aWorld, modelOfFormat } from "./arbitraries.ts";
import type { CallScript } from "./call-script.ts";

const formats = Object.entries(modelOfFormat);

const script = (): CallScript => ({
  inputTokens: 1500,
  cachedInputTokens: 1000,
  outputTokens: 400,
  reasoningTokens: 150,
  quality: 0.9,
});
const schema = {
  type: "object",
  properties: { title: { type: "string" } },
  required: ["title"],
  additionalProperties: false,
};
const tools = [{ name: "open_ticket", inputSchema: schema }];
const requests = [
  ["a text", {}],
  ["a text cut by the limit", { outputTokensMax: 200 }],
  ["structured output", { output: { schema } }],
  ["a tool call", { tools, toolChoice: "required" }],
] as const;

/** Limits that are full again at an instant are nearer to it after a stream. */
function atTheEnd(result: ModelResult): object {
  return result.ok ? { ...result.response, rateLimit: undefined } : result.failure;
}

describe.each(formats)("%s", (_format, model) => {
  test.each(requests)("%s is the same streamed and whole", async (_, request) => {
    const whole = aWorld({ script });
    const streamed = aWorld({ script });
    const result = await whole.ask(model, {}, request);
    const stream = await streamed.stream(model, {}, request);

    expect(result).toMatchObject({ ok: true });
    expect(atTheEnd(stream.result)).toEqual(atTheEnd(result));
    expect(streamed.served).toEqual(whole.served);
    expect(stream.text).toBe(result.ok ? result.response.text : undefined);
  });

  test("the first token comes at its own time, the last when the whole answer would", async () => {
    const world = aWorld({ script });
    const { parts } = await world.stream(model);
    const atMs = parts.flatMap((each) => (each.part.type === "text" ? [each.atMs] : []));

    // A whole answer takes 615.029 ms of usually 900; the first token takes as much of its 300.
    const firstAtMs = (300 * 615.029) / 900;
    expect(atMs).toHaveLength(5);
    for (const [index, at] of atMs.entries())
      expect(at).toBeCloseTo(firstAtMs + (index * (615.029 - firstAtMs)) / 4, 2);
    expect(world.clock.nowMs()).toBe(615.029);
    expect(world.clock.scheduled()).toBe(0);
  });

  test("a reader that gives up leaves no event behind", async () => {
    const world = aWorld({ script });
    const { signal } = world.clock.deadline(500);
    const { result, text } = await world.stream(model, { signal });

    expect(result).toMatchObject({ ok: false, failure: { kind: "timeout", committed: true } });
    expect(text.length).toBeGreaterThan(0);
    expect(world.clock.scheduled()).toBe(0);
    expect(world.clock.nowMs()).toBe(500);
  });
});
