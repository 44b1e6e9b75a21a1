import type { DatedPrice, Model } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { costPerSuccessMicroUsd } from "./cost-per-success.ts";

const NOON_MS = Date.parse("2026-11-24T12:00:00Z");
const SMALL = { inputTokens: 1_500, outputTokens: 400 };

const price = (from: string | null, input: number, output: number): DatedPrice => ({
  from,
  tiers: [
    {
      inputTokensFrom: 0,
      inputMicroUsdPerMTok: input,
      cachedInputMicroUsdPerMTok: 0,
      cacheWriteMicroUsdPerMTok: 0,
      outputMicroUsdPerMTok: output,
    },
  ],
});

const modelWith = (successRate: number, ...prices: readonly DatedPrice[]): Model => ({
  id: "openai/one",
  provider: "openai",
  wireName: "one",
  tier: "small",
  lifecycle: "managed",
  approvedRisk: "low",
  contextTokens: 1_000,
  capabilities: [],
  latency: { firstTokenMsP50: 1, msP50: 1, msP95: 1, outputTokensPerSecond: 1 },
  successRate,
  prices,
  regions: ["us"],
});

test("failed calls are paid by the successful ones", () => {
  const list = price(null, 3_000_000, 15_000_000);

  expect(costPerSuccessMicroUsd(modelWith(1, list), SMALL, NOON_MS)).toBe(10_500);
  expect(costPerSuccessMicroUsd(modelWith(0.96, list), SMALL, NOON_MS)).toBe(10_938);
});

test("half a micro-dollar is rounded up", () => {
  const oneAndHalf = price(null, 1_000, 0);

  expect(costPerSuccessMicroUsd(modelWith(1, oneAndHalf), SMALL, NOON_MS)).toBe(2);
  expect(costPerSuccessMicroUsd(modelWith(1, price(null, 999, 0)), SMALL, NOON_MS)).toBe(1);
});

test("a rate that a decimal float cannot hold counts as the decimal it was written as", () => {
  const list = price(null, 1_000_000, 0);
  const tokens = { inputTokens: 7_000_000, outputTokens: 0 };

  // As floats, 0.7 + 0.1 is 0.7999999999999999.
  expect(costPerSuccessMicroUsd(modelWith(0.7 + 0.1, list), tokens, NOON_MS)).toBe(8_750_000);
});

test("the price of the instant counts", () => {
  const model = modelWith(1, price(null, 1_000_000, 0), price("2026-11-25", 2_000_000, 0));

  expect(costPerSuccessMicroUsd(model, SMALL, NOON_MS)).toBe(1_500);
  expect(costPerSuccessMicroUsd(model, SMALL, NOON_MS + 86_400_000)).toBe(3_000);
});

test("a model that never succeeds costs more than any ceiling", () => {
  const model = modelWith(0, price(null, 0, 0));

  expect(costPerSuccessMicroUsd(model, SMALL, NOON_MS)).toBe(Number.MAX_SAFE_INTEGER);
});

test("the cost is a safe whole number whatever the size, and falls as success rises", () => {
  const tokens = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const rate = fc.double({ min: 0.000_001, max: 1, noNaN: true });

  fc.assert(
    fc.property(tokens, tokens, rate, rate, (inputTokens, outputTokens, one, other) => {
      const list = price(null, 1_000_000_000, 1_000_000_000);
      const cost = (successRate: number): number =>
        costPerSuccessMicroUsd(
          modelWith(successRate, list),
          { inputTokens, outputTokens },
          NOON_MS,
        );

      expect(Number.isSafeInteger(cost(one))).toBe(true);
      expect(cost(Math.max(one, other))).toBeLessThanOrEqual(cost(Math.min(one, other)));
    }),
  );
});
