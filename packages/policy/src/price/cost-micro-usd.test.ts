import type { DatedPrice, RateTier } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aPrice, aUsage } from "./arbitraries.ts";
import { costMicroUsd, costMicroUsdMax } from "./cost-micro-usd.ts";

const tier = (inputTokensFrom: number, rate: number): RateTier => ({
  inputTokensFrom,
  inputMicroUsdPerMTok: rate,
  cachedInputMicroUsdPerMTok: rate / 10,
  cacheWriteMicroUsdPerMTok: rate * 2,
  outputMicroUsdPerMTok: rate * 5,
});
const flat: DatedPrice = { from: null, tiers: [tier(0, 1_000_000)] };
const tiered: DatedPrice = { from: null, tiers: [tier(0, 1_000_000), tier(200_000, 2_000_000)] };

const usage = (inputTokens: number, outputTokens = 0, cachedInputTokens = 0, writes = 0) => ({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  cacheWriteTokens: writes,
  reasoningTokens: 0,
});

test("cached and cache-write parts of the input are priced at their own rates", () => {
  expect(costMicroUsd(flat, usage(1_000, 100, 600, 300))).toBe(100 + 60 + 600 + 500);
});

test("all input tokens together choose the tier, for every part of the call", () => {
  expect(costMicroUsd(tiered, usage(199_999, 10, 199_000))).toBe(999 + 19_900 + 50);
  expect(costMicroUsd(tiered, usage(200_000, 10, 199_000))).toBe(2_000 + 39_800 + 100);
});

test("half a micro-dollar is rounded up, once for the whole call", () => {
  const rate = (microUsd: number): DatedPrice => ({
    from: null,
    tiers: [{ ...tier(0, 0), inputMicroUsdPerMTok: microUsd, outputMicroUsdPerMTok: microUsd }],
  });

  expect(costMicroUsd(rate(500_000), usage(1))).toBe(1);
  expect(costMicroUsd(rate(499_999), usage(1))).toBe(0);
  expect(costMicroUsd(rate(400_000), usage(1, 1))).toBe(1);
});

test("ten million tokens at dear rates lose no micro-dollar", () => {
  const dear: DatedPrice = { from: null, tiers: [tier(0, 999_999_990)] };

  expect(costMicroUsd(dear, usage(9_999_999))).toBe(9_999_998_900);
});

test("parts that exceed the input they are parts of make nothing cheaper than nothing", () => {
  expect(costMicroUsd(flat, usage(100, 0, 400))).toBe(40);
});

test("a bill never exceeds the upper bound for as many tokens or more", () => {
  fc.assert(
    fc.property(aPrice(), aUsage(), fc.nat(1_000_000), fc.nat(1_000), (price, used, more, out) => {
      const bound = costMicroUsdMax(price, used.inputTokens + more, used.outputTokens + out);

      expect(costMicroUsd(price, used)).toBeLessThanOrEqual(bound);
    }),
  );
});

test("the upper bound is reached by a call of the dearest kind, up to rounding", () => {
  expect(costMicroUsdMax(flat, 1_000, 100)).toBe(2_000 + 500);
  expect(costMicroUsdMax(tiered, 199_999, 0)).toBe(399_998);
  expect(costMicroUsdMax(tiered, 200_000, 0)).toBe(800_000);
  expect(costMicroUsdMax({ from: null, tiers: [tier(0, 100_000)] }, 1, 0)).toBe(1);
});

test("more tokens of any kind never cost less within a tier", () => {
  fc.assert(
    fc.property(aUsage(), fc.nat(1_000), fc.nat(1_000), (used, input, output) => {
      const grown = {
        ...used,
        inputTokens: used.inputTokens + input,
        outputTokens: used.outputTokens + output,
      };

      expect(costMicroUsd(flat, grown)).toBeGreaterThanOrEqual(costMicroUsd(flat, used));
    }),
  );
});
