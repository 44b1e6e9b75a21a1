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

test("more tokens of any kind never cost less, over tiers that never fall", () => {
  fc.assert(
    fc.property(aRisingPrice(), aUsage(), aUsage(), (price, used, more) => {
      const grown = {
        inputTokens: used.inputTokens + more.inputTokens,
        cachedInputTokens: used.cachedInputTokens + more.cachedInputTokens,
        cacheWriteTokens: used.cacheWriteTokens + more.cacheWriteTokens,
        outputTokens: used.outputTokens + more.outputTokens,
        reasoningTokens: 0,
      };

      expect(costMicroUsd(price, grown)).toBeGreaterThanOrEqual(costMicroUsd(price, used));
    }),
  );
});

test("the upper bound never falls as a limit rises, whatever the tiers", () => {
  const count = fc.nat(1_000_000);
  fc.assert(
    fc.property(aPrice(), count, count, count, count, (price, input, output, more, longer) => {
      expect(costMicroUsdMax(price, input + more, output + longer)).toBeGreaterThanOrEqual(
        costMicroUsdMax(price, input, output),
      );
    }),
  );
});

test("reasoning is part of the output and changes no cost", () => {
  fc.assert(
    fc.property(aPrice(), aUsage(), fc.nat(1_000), (price, used, share) => {
      const reasoningTokens = Math.floor((used.outputTokens * share) / 1_000);

      expect(costMicroUsd(price, { ...used, reasoningTokens })).toBe(costMicroUsd(price, used));
    }),
  );
});

test("within a tier, a call split in two costs what it cost whole, up to rounding", () => {
  fc.assert(
    fc.property(aUsage(), aUsage(), (one, other) => {
      const whole = {
        inputTokens: one.inputTokens + other.inputTokens,
        cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
        cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
        outputTokens: one.outputTokens + other.outputTokens,
        reasoningTokens: 0,
      };
      const split = costMicroUsd(flat, one) + costMicroUsd(flat, other);

      expect(Math.abs(split - costMicroUsd(flat, whole))).toBeLessThanOrEqual(1);
    }),
  );
});

test("the bounds of two calls together hold the bound of both in one tier", () => {
  const count = fc.nat(10_000_000);
  fc.assert(
    fc.property(count, count, count, count, (input, output, more, longer) => {
      expect(
        costMicroUsdMax(flat, input, output) + costMicroUsdMax(flat, more, longer),
      ).toBeGreaterThanOrEqual(costMicroUsdMax(flat, input + more, output + longer));
    }),
  );
});

test("a cost and its bound are whole safe numbers from 0 up, for counts of any size", () => {
  const count = fc.oneof(fc.nat(), fc.maxSafeNat());
  fc.assert(
    fc.property(aPrice(), count, count, count, count, (price, fresh, cached, written, out) => {
      const inputTokens = Math.min(fresh + cached + written, Number.MAX_SAFE_INTEGER);
      const cost = costMicroUsd(price, {
        inputTokens,
        cachedInputTokens: cached,
        cacheWriteTokens: written,
        outputTokens: out,
        reasoningTokens: 0,
      });

      for (const amount of [cost, costMicroUsdMax(price, inputTokens, out)]) {
        expect(Number.isSafeInteger(amount)).toBe(true);
        expect(amount).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test("a cost is exact on both sides of what a float holds exactly", () => {
  const count = fc.integer({ min: 0, max: 60_000_000 });
  const rate = fc.integer({ min: 0, max: 100_000_000 });
  fc.assert(
    fc.property(count, count, rate, rate, (input, output, inputRate, outputRate) => {
      const rates = {
        ...tier(0, inputRate),
        cachedInputMicroUsdPerMTok: 0,
        outputMicroUsdPerMTok: outputRate,
      };
      const sum = BigInt(input) * BigInt(inputRate) + BigInt(output) * BigInt(outputRate);

      expect(costMicroUsd({ from: null, tiers: [rates] }, usage(input, output))).toBe(
        Number((sum + 500_000n) / 1_000_000n),
      );
    }),
    {
      examples: [
        [90_071_992, 0, 100_000_000, 0],
        [90_071_993, 547_409, 100_000_000, 1],
      ],
    },
  );
});

test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])("%d tokens are no count", (tokens) => {
  expect(() => costMicroUsd(flat, usage(tokens, 0))).toThrow(/no count of tokens/);
  expect(() => costMicroUsd(flat, usage(10, tokens))).toThrow(RangeError);
  expect(() => costMicroUsdMax(flat, tokens, 0)).toThrow(/no count of tokens/);
  expect(() => costMicroUsdMax(flat, 0, tokens)).toThrow(/no count of tokens/);
});

test("a price without tier is a bug and says so", () => {
  expect(() => costMicroUsd({ from: null, tiers: [] }, usage(1))).toThrow(
    new RangeError("the price has no tier; a catalogue gives every price at least one"),
  );
});

/** Tiers of which each costs at least what the one before it costs, as providers have them. */
function aRisingPrice(): fc.Arbitrary<DatedPrice> {
  return aPrice().map(({ from, tiers }) => {
    const dearest = (key: Exclude<keyof RateTier, "inputTokensFrom">, upTo: number): number =>
      Math.max(...tiers.slice(0, upTo + 1).map((tier) => tier[key]));
    return {
      from,
      tiers: tiers.map(({ inputTokensFrom }, index) => ({
        inputTokensFrom,
        inputMicroUsdPerMTok: dearest("inputMicroUsdPerMTok", index),
        cachedInputMicroUsdPerMTok: dearest("cachedInputMicroUsdPerMTok", index),
        cacheWriteMicroUsdPerMTok: dearest("cacheWriteMicroUsdPerMTok", index),
        outputMicroUsdPerMTok: dearest("outputMicroUsdPerMTok", index),
      })),
    };
  });
}
