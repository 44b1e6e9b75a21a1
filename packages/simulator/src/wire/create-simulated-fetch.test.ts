import { describe, expect, test } from "vitest";
import { aCatalog, aWorld, modelOfFormat } from "./arbitraries.ts";
import type { CallScript } from "./call-script.ts";
import { LOW_QUALITY_TEXT } from "./filler-text.ts";
import { simulatedEnv } from "./simulated-env.ts";

const formats = Object.entries(modelOfFormat);

const aScript: CallScript = {
  inputTokens: 1500,
  cachedInputTokens: 1000,
  outputTokens: 400,
  reasoningTokens: 150,
  quality: 0.9,
};

const schema = {
  type: "object",
  properties: { title: { type: "string" }, steps: { type: "array", items: { type: "string" } } },
  required: ["title", "steps"],
  additionalProperties: false,
};

describe.each(formats)("%s", (format, model) => {
  test("answers in the provider's own format, in virtual time", async () => {
    const world = aWorld();
    const result = await world.ask(model);

    expect(result).toMatchObject({
      ok: true,
      response: {
        text: "Simulated answer to: How do I reset my password?",
        finishReason: "stop",
        usageReported: true,
        servedModel: aCatalog.models[model]?.wireName,
        requestId: expect.stringMatching(
          format === "google" ? /^[0-9a-f]{24}$/ : /^req_[0-9a-f]{24}$/,
        ),
      },
    });
    expect(world.clock.nowMs()).toBe(615.029);
    expect(world.served).toEqual([{ attemptId: "attempt-1", faults: [], status: 200, quality: 1 }]);
  });

  test("gives each call ids of its own", async () => {
    const world = aWorld();
    const requestIds = new Set<string | undefined>();
    for (const attemptId of ["a", "b"]) {
      const result = await world.ask(model, { attemptId });
      requestIds.add(result.ok ? result.response.requestId : undefined);
    }
    expect(requestIds.size).toBe(2);
  });

  test("reports the script's usage, reasoning and cache apart", async () => {
    const result = await aWorld({ script: () => aScript }).ask(model);

    expect(result).toMatchObject({
      ok: true,
      response: {
        usage: {
          inputTokens: 1500,
          cachedInputTokens: 1000,
          outputTokens: 400,
          reasoningTokens: 150,
        },
      },
    });
    // 250 visible tokens of about four characters.
    expect(result.ok && result.response.text).toHaveLength(1000);
  });

  test("stops at the request's output limit, in the format's own words", async () => {
    const world = aWorld({ script: () => aScript });
    const result = await world.ask(model, {}, { outputTokensMax: 200 });

    expect(result).toMatchObject({
      ok: true,
      response: { finishReason: "length", usage: { outputTokens: 200, reasoningTokens: 150 } },
    });
    expect(result.ok && result.response.text).toHaveLength(200);
    expect(world.served[0]?.quality).toBe(0.18);
  });

  test("gives structured output that follows its schema", async () => {
    const result = await aWorld().ask(model, {}, { output: { schema } });

    expect(result.ok && JSON.parse(result.response.text)).toEqual({
      title: "Simulated answer to: How do I reset my password?",
      steps: ["Simulated answer to: How do I reset my password?"],
    });
    expect(result).toMatchObject({ response: { finishReason: "stop" } });
  });

  test("gives the script's value as structured output", async () => {
    const json = { title: "Reset", steps: ["Open the page"] };
    const world = aWorld({ script: () => ({ ...aScript, json }) });
    const result = await world.ask(model, {}, { output: { schema } });

    expect(result.ok && JSON.parse(result.response.text)).toEqual(json);
  });

  test("calls a tool when it has to", async () => {
    const tools = [{ name: "open_ticket", inputSchema: schema }];
    const result = await aWorld().ask(model, {}, { tools, toolChoice: "required" });
    const named = await aWorld().ask(model, {}, { tools, toolChoice: { toolName: "open_ticket" } });

    for (const each of [result, named]) {
      expect(each).toMatchObject({
        ok: true,
        response: {
          finishReason: "tool-calls",
          toolCalls: [{ toolName: "open_ticket", input: { steps: [expect.any(String)] } }],
        },
      });
    }
  });

  test("leaves tools alone where it may", async () => {
    const tools = [{ name: "open_ticket", inputSchema: schema }];
    const result = await aWorld().ask(model, {}, { tools, toolChoice: "auto" });

    expect(result).toMatchObject({ ok: true, response: { toolCalls: [], finishReason: "stop" } });
  });
});

describe("which endpoint", () => {
  test("the region is the one whose URL is called", async () => {
    const world = aWorld({
      faults: [{ id: "eu-down", type: "net.refused", at: "0s", target: { region: "eu" } }],
    });
    for (const model of [
      "openai/gpt-6-sol",
      "anthropic/claude-sonnet-5",
      "google/gemini-3.8-flash",
    ]) {
      expect(await world.ask(model, { region: "us" })).toMatchObject({ ok: true });
      expect(await world.ask(model, { region: "eu" })).toMatchObject({ ok: false });
    }
  });

  test("of two accounts at one URL it is the one whose key is sent", async () => {
    const target = { provider: "openai-second" };
    const world = aWorld({ faults: [{ id: "down", type: "net.refused", at: "0s", target }] });

    await world.ask("openai-second/gpt-6-sol");
    await world.ask("openai/gpt-6-sol");
    expect(world.served).toMatchObject([
      { faults: ["down"], status: "none" },
      { faults: [], status: 200 },
    ]);
  });

  test.each([
    ["openai/gpt-6-sol@low", 200],
    ["openai/gpt-6-sol@high", 5000],
    ["anthropic/claude-haiku-4-5@low", 200],
    ["anthropic/claude-haiku-4-5@high", 5000],
    ["google/gemini-3.8-flash@low", 200],
  ])("the variant %s is told from its base by the effort on the wire", async (model, ms) => {
    const world = aWorld();
    await world.ask(model, {}, { outputTokensMax: 20_000 });

    expect(world.clock.nowMs()).toBe(ms);
  });

  test("a server without keys is called without one", async () => {
    expect(await aWorld().ask("local/qwen3")).toMatchObject({ ok: true });
  });

  test("every endpoint of the catalogue can be called in the simulated environment", () => {
    expect(aWorld().port.absent).toEqual({});
    expect(simulatedEnv(aCatalog)).toEqual({
      OPENAI_API_KEY: "simulated-openai-api-key",
      OPENAI_SECOND_API_KEY: "simulated-openai-second-api-key",
      CHAT_API_KEY: "simulated-chat-api-key",
      ANTHROPIC_API_KEY: "simulated-anthropic-api-key",
      ANTHROPIC_API_KEY_2: "simulated-anthropic-api-key-2",
      ANTHROPIC_EU_URL: "https://anthropic-eu.invalid/v1",
      GEMINI_API_KEY: "simulated-gemini-api-key",
      GEMINI_EU_HOST: "google-eu.invalid",
      MISTRAL_API_KEY: "simulated-mistral-api-key",
      MISTRAL_URL: "https://mistral-us.invalid",
    });
  });
});

test("a model fails as often as its success rate says, with a useless answer of low quality", async () => {
  const world = aWorld();
  const texts = new Set<string>();
  for (let number = 0; number < 300; number += 1) {
    const result = await world.ask("openai/unlucky", { attemptId: `ask-${number}/1` });
    const isPoor = (world.served.at(-1)?.quality ?? 1) < 0.5;
    expect(result.ok && result.response.text === LOW_QUALITY_TEXT).toBe(isPoor);
    if (result.ok) texts.add(result.response.text);
  }
  const poor = world.served.filter(({ quality }) => (quality ?? 1) < 0.5);

  expect(texts.size).toBe(2);
  expect(poor.length / 300).toBeCloseTo(0.4, 1);
});
