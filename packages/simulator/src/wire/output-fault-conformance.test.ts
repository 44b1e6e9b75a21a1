import type { ModelRequest, ModelResult } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import type { FaultBehaviour } from "../faults/fault.ts";
import { aFault, aWorld, modelOfFormat, type AWorld } from "./arbitraries.ts";

const formats = Object.entries(modelOfFormat);
const schema = {
  type: "object",
  properties: { title: { type: "string" }, mood: { type: "string", enum: ["good", "bad"] } },
  required: ["title", "mood"],
  additionalProperties: false,
};
const tools = [
  {
    name: "look_up",
    description: "Looks up a record by its number.",
    inputSchema: {
      type: "object",
      properties: { number: { type: "string" } },
      required: ["number"],
      additionalProperties: false,
    },
  },
];
const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });

interface Met {
  readonly result: ModelResult;
  readonly world: AWorld;
  /** The whole text; empty where the call failed. */
  readonly text: string;
}

/** What a call through the provider's real SDK comes to under one fault. */
async function meet(
  model: string,
  behaviour: FaultBehaviour,
  request: Partial<ModelRequest> = {},
): Promise<Met> {
  const world = aWorld({ faults: [aFault(behaviour)], script });
  const result = await world.ask(model, {}, request);
  return { result, world, text: result.ok ? result.response.text : "" };
}

describe.each(formats)("%s", (_format, model) => {
  test.each([
    ["missing", (value: object) => !("title" in value)],
    ["extra", (value: object) => Object.keys(value).length === 3],
    ["wrong-type", (value: object) => "title" in value && value.title === 0],
    ["enum", (value: object) => "mood" in value && value.mood === "something-else"],
  ] as const)("body.schema-violation %s breaks the schema in this way", async (how, isBroken) => {
    const fault = { type: "body.schema-violation", how } as const;
    const { text, world } = await meet(model, fault, { output: { schema } });

    expect(isBroken(JSON.parse(text))).toBe(true);
    expect(world.served).toMatchObject([{ faults: ["fault"], status: 200, quality: 0 }]);
  });

  test("body.schema-violation as a markdown fence holds the right value", async () => {
    const fault = { type: "body.schema-violation", how: "markdown-fence" } as const;
    const { text } = await meet(model, fault, { output: { schema } });
    const [, inside = ""] = /^```json\n(.*)\n```$/.exec(text) ?? [];
    expect(Object.keys(JSON.parse(inside))).toEqual(["title", "mood"]);
  });

  test("a schema is broken only where one was asked for", async () => {
    const { world } = await meet(model, { type: "body.schema-violation", how: "extra" });
    expect(world.served).toMatchObject([{ faults: [], quality: 0.9 }]);
  });

  test.each([
    ["unknown-name", "search_everything"],
    ["bad-args", "look_up"],
    ["repeat", "look_up"],
  ] as const)("body.tool-hallucinated %s", async (how, toolName) => {
    const fault = { type: "body.tool-hallucinated", how } as const;
    const { result, world } = await meet(model, fault, { tools });

    expect(result).toMatchObject({ ok: true, response: { toolCalls: [{ toolName }] } });
    const [call] = result.ok ? (result.response.toolCalls ?? []) : [];
    expect(JSON.stringify(call?.input).includes("number")).toBe(how === "repeat");
    expect(world.served).toMatchObject([{ faults: ["fault"], quality: 0 }]);
    const toolless = await meet(model, fault);
    expect(toolless.world.served).toMatchObject([{ faults: [], quality: 0.9 }]);
  });

  test("body.wrong-language: another language, and nothing else tells it", async () => {
    const { text, result, world } = await meet(model, { type: "body.wrong-language" });

    expect(text).toMatch(/^Le compte est en règle/);
    expect(result).toMatchObject({ ok: true, response: { finishReason: "stop" } });
    expect(world.served).toMatchObject([{ faults: ["fault"], quality: 0.5 }]);
  });

  test("body.usage-lies: tokens that are not the true ones", async () => {
    const { result } = await meet(model, { type: "body.usage-lies", times: 0.5 });
    expect(result).toMatchObject({ ok: true, response: { usage: { outputTokens: 200 } } });
  });

  test("body.truncated that is not told ends half-way, as if it were whole", async () => {
    const plain = await meet(model, { type: "body.quality-drop", to: 1 });
    const { text, result, world } = await meet(model, { type: "body.truncated", finish: "stop" });

    expect(result).toMatchObject({ ok: true, response: { finishReason: "stop" } });
    expect(text.length).toBe(plain.text.length / 2);
    expect(world.served).toMatchObject([{ quality: 0.45 }]);
  });

  test("body.malformed with NUL bytes is no JSON", async () => {
    const { result } = await meet(model, { type: "body.malformed", how: "nul-bytes" });
    expect(result).toMatchObject({ ok: false, failure: { kind: "malformed-output" } });
  });

  test("body.malformed with a byte order mark is read all the same, or known as malformed", async () => {
    const { result, world } = await meet(model, { type: "body.malformed", how: "bom" });
    expect(result.ok || result.failure.kind === "malformed-output").toBe(true);
    expect(world.served).toMatchObject([{ status: 200, quality: 0.9 }]);
  });

  test("body.cut breaks the connection where it says", async () => {
    const { result } = await meet(model, { type: "body.cut", after: "0%" });
    expect(result).toMatchObject({ ok: false, failure: { kind: "network", status: 200 } });
  });
});

test("body.wrong-model: another model's time under the name that was asked for", async () => {
  const swap: FaultBehaviour = { type: "body.wrong-model", serves: "openai/gpt-6-sol@high" };
  const { result, world } = await meet("openai/gpt-6-sol", swap);

  expect(world.clock.nowMs()).toBe(5000);
  expect(result).toMatchObject({ ok: true });
  expect(world.served).toMatchObject([{ faults: ["fault"], status: 200 }]);
});

test("cache.cold: what was read from the provider's cache is charged in full", async () => {
  const cached = () => ({ ...script(), cachedInputTokens: 1000 });
  const warm = await aWorld({ script: cached }).ask("anthropic/claude-sonnet-5");
  const cold = await aWorld({ script: cached, faults: [aFault({ type: "cache.cold" })] }).ask(
    "anthropic/claude-sonnet-5",
  );

  const tokens = { inputTokens: 1500, outputTokens: 400 };
  const usageOf = (cachedInputTokens: number) => ({
    ok: true,
    response: { usage: { ...tokens, cachedInputTokens } },
  });
  expect(warm).toMatchObject(usageOf(1000));
  expect(cold).toMatchObject(usageOf(0));
});

test("the invoice is told where it is not what the answer's usage comes to", async () => {
  const model = "openai/priced";
  const served = async (behaviour: FaultBehaviour) => (await meet(model, behaviour)).world.served;

  // 1,500 tokens in at $2 and 400 out at $10 a million.
  const lied = await served({ type: "body.usage-lies", times: 0.5 });
  expect(lied).toMatchObject([{ invoiceMicroUsd: 7000 }]);
  const dearer = await served({ type: "price.change", times: 1.5 });
  expect(dearer).toMatchObject([{ faults: ["fault"], invoiceMicroUsd: 10_500 }]);
  const [plain] = await served({ type: "body.quality-drop", to: 1 });
  expect(plain?.invoiceMicroUsd).toBeUndefined();
});
