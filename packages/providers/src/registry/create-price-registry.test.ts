import { calcPrice } from "@pydantic/genai-prices";
import type { RateTier } from "@switchyard/contract";
import { costMicroUsd } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPriceRegistry } from "./create-price-registry.ts";

const registry = createPriceRegistry();

test("the source names the package and its installed version", () => {
  expect(registry.source).toMatch(/^@pydantic\/genai-prices@\d+\.\d+\.\d+$/);
});

test("a dated price starts on its day, and the first holds since ever", () => {
  const facts = registry.facts("google", "gemini-3.8-flash");

  expect(facts).toEqual({
    contextTokens: 1_000_000,
    prices: [
      { from: null, tiers: [tier(0, 750_000, 75_000, 750_000, 3_750_000)] },
      { from: "2027-01-01", tiers: [tier(0, 1_500_000, 150_000, 1_500_000, 7_500_000)] },
    ],
  });
});

test("a tier is in force from one token above the package's start", () => {
  const prices = registry.facts("openai", "gpt-6-sol")?.prices;

  expect(prices).toEqual([
    {
      from: null,
      tiers: [
        tier(0, 2_000_000, 200_000, 2_500_000, 10_000_000),
        tier(272_001, 4_000_000, 400_000, 5_000_000, 15_000_000),
      ],
    },
  ]);
});

test("a price by the hour counts at its dearest hour", () => {
  const prices = registry.facts("deepseek", "deepseek-v4-flash")?.prices ?? [];

  expect(prices.map(({ from }) => from)).toEqual([null, "2026-08-17"]);
  expect(prices.at(-1)?.tiers).toEqual([tier(0, 440_000, 14_000, 440_000, 1_320_000)]);
});

test("a dated snapshot is priced like its model", () => {
  expect(registry.facts("anthropic", "claude-haiku-4-5-20251001")).toEqual(
    registry.facts("anthropic", "claude-haiku-4-5"),
  );
});

test.each([
  ["an unknown model", "openai", "gpt-none"],
  ["an unknown provider", "nobody", "gpt-6-sol"],
  ["a provider that only sounds like a known one", "my-openai", "gpt-6-sol"],
  ["a fee per request", "perplexity", "sonar"],
  ["a model that is not priced by tokens", "groq", "whisper-large-v3"],
])("%s has no facts, so it cannot count as free", (_, provider, model) => {
  expect(registry.facts(provider, model)).toBeUndefined();
});

const models = [
  ["openai", "gpt-6-sol"],
  ["openai", "gpt-5.6-luna"],
  ["anthropic", "claude-opus-5-5"],
  ["google", "gemini-3.8-flash"],
  ["google", "gemini-2.5-pro"],
  ["anthropic", "claude-sonnet-4-5"],
  ["mistral", "mistral-large-2512"],
] as const;

test("a call costs what the package itself says it costs, at every instant and in every tier", () => {
  const aCall = fc.record({
    model: fc.constantFrom(...models),
    at: fc.constantFrom(
      "2026-01-15T12:00:00.000Z",
      "2026-07-29T23:59:59.999Z",
      "2026-07-30T00:00:00.000Z",
      "2026-12-31T23:59:59.999Z",
      "2027-01-01T00:00:00.000Z",
    ),
    inputTokens: fc.oneof(
      fc.integer({ min: 1, max: 2000 }),
      fc.constantFrom(200_000, 200_001, 271_999, 272_000, 272_001),
    ),
    cachedShare: fc.integer({ min: 0, max: 50 }),
    writtenShare: fc.integer({ min: 0, max: 50 }),
    outputTokens: fc.nat(5000),
  });
  fc.assert(
    fc.property(aCall, ({ model: [provider, model], at, inputTokens, outputTokens, ...shares }) => {
      const cachedInputTokens = Math.floor((inputTokens * shares.cachedShare) / 100);
      const cacheWriteTokens = Math.floor((inputTokens * shares.writtenShare) / 100);
      const theirs = calcPrice(
        {
          input_tokens: inputTokens,
          cache_read_tokens: cachedInputTokens,
          cache_write_tokens: cacheWriteTokens,
          output_tokens: outputTokens,
        },
        model,
        { providerId: provider, timestamp: new Date(at) },
      );

      const prices = registry.facts(provider, model)?.prices ?? [];
      const price = prices.findLast(({ from }) => from === null || from <= at.slice(0, 10));
      const ours = costMicroUsd(price ?? { from: null, tiers: [] }, {
        inputTokens,
        cachedInputTokens,
        cacheWriteTokens,
        outputTokens,
        reasoningTokens: 0,
      });

      // Ours is rounded to the micro-dollar; theirs is a float.
      expect(Math.abs(ours - (theirs?.total_price ?? Number.NaN) * 1e6)).toBeLessThan(0.500_01);
    }),
  );
});

function tier(
  inputTokensFrom: number,
  inputMicroUsdPerMTok: number,
  cachedInputMicroUsdPerMTok: number,
  cacheWriteMicroUsdPerMTok: number,
  outputMicroUsdPerMTok: number,
): RateTier {
  return {
    inputTokensFrom,
    inputMicroUsdPerMTok,
    cachedInputMicroUsdPerMTok,
    cacheWriteMicroUsdPerMTok,
    outputMicroUsdPerMTok,
  };
}
