import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foundingBundle, foundingWithModel, foundingWithRoute } from "../explain/arbitraries.ts";
import { countBelow, countUpTo, thresholdsOf } from "./thresholds.ts";

test("thresholds are what the bundle compares with, ascending and each once", () => {
  expect(thresholdsOf(foundingBundle())).toEqual({
    slaMs: [900, 1_600, 2_000, 7_000, 7_600],
    contextTokens: [199_600],
    days: [],
    segments: [],
    locales: [],
  });
});

test("days, names and output limits count wherever they stand, and a name of no model nowhere", () => {
  const rung = { tierDown: 0, qualityFloorLower: 0 };
  const bundle = foundingWithRoute(
    0,
    {
      match: { intents: [], risks: [], segments: ["pro", "free"], locales: ["de"] },
      candidates: ["nobody/knows", "google/fast"],
      outputTokensMax: 500,
    },
    foundingWithModel("google/fast", {
      contextTokens: 8_000,
      sunset: "2027-01-01",
      prices: [
        { from: null, tiers: [] },
        { from: "2026-12-01", tiers: [] },
      ],
    }),
  );
  const ladder = {
    full: { ...rung, outputTokensMax: 200 },
    summary: { ...rung, outputTokensMax: 100 },
  };

  expect(thresholdsOf({ ...bundle, policy: { ...bundle.policy, ladder } })).toEqual({
    slaMs: [900, 1_600, 2_000, 7_000, 7_600],
    contextTokens: [7_800, 7_900, 199_800, 199_900],
    days: ["2026-12-01", "2027-01-01"],
    segments: ["pro", "free"],
    locales: ["de"],
  });
});

test("a place among thresholds is the number of those before it", () => {
  const someNumbers = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
  fc.assert(
    fc.property(someNumbers, fc.integer({ min: -1, max: 31 }), (numbers, value) => {
      const ascending = numbers.toSorted((left, right) => left - right);
      expect(countUpTo(ascending, value)).toBe(numbers.filter((one) => one <= value).length);
      expect(countBelow(ascending, value)).toBe(numbers.filter((one) => one < value).length);
    }),
  );
});
