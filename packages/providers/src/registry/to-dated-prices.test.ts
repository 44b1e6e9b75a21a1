import type { ModelInfo } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { toDatedPrices } from "./to-dated-prices.ts";

function aModel(prices: ModelInfo["prices"]): ModelInfo {
  return { id: "m", match: { equals: "m" }, prices };
}

test("a discount by the hour does not make the day cheaper", () => {
  const model = aModel([
    { prices: { input_mtok: 4, output_mtok: 8 } },
    {
      constraint: { type: "time_of_date", start_time: "00:00:00Z", end_time: "06:00:00Z" },
      prices: { input_mtok: 1, output_mtok: 9 },
    },
  ]);

  expect(toDatedPrices(model)).toEqual([
    {
      from: null,
      tiers: [
        {
          inputTokensFrom: 0,
          inputMicroUsdPerMTok: 4_000_000,
          cachedInputMicroUsdPerMTok: 4_000_000,
          cacheWriteMicroUsdPerMTok: 4_000_000,
          outputMicroUsdPerMTok: 9_000_000,
        },
      ],
    },
  ]);
});

test("a later price without a condition hides the earlier ones by the hour", () => {
  const model = aModel([
    {
      constraint: { type: "time_of_date", start_time: "00:00:00Z", end_time: "06:00:00Z" },
      prices: { input_mtok: 9, output_mtok: 9 },
    },
    { prices: { input_mtok: 1, output_mtok: 2 } },
  ]);

  expect(toDatedPrices(model)?.[0]?.tiers[0]?.inputMicroUsdPerMTok).toBe(1_000_000);
});

test("tiers of different rates are laid over each other", () => {
  const model = aModel({
    input_mtok: { base: 1, tiers: [{ start: 100, price: 2 }] },
    output_mtok: { base: 3, tiers: [{ start: 200, price: 4 }] },
  });

  const tiers = toDatedPrices(model)?.[0]?.tiers ?? [];

  expect(
    tiers.map((tier) => [
      tier.inputTokensFrom,
      tier.inputMicroUsdPerMTok / 1e6,
      tier.outputMicroUsdPerMTok / 1e6,
    ]),
  ).toEqual([
    [0, 1, 3],
    [101, 2, 3],
    [201, 2, 4],
  ]);
});

test.each([
  ["neither rate", {}],
  ["no rate of output", { input_mtok: 1 }],
  ["a rate of nothing", { input_mtok: 0, output_mtok: 0 }],
  ["a first tier of nothing", { input_mtok: 1, output_mtok: { base: 0, tiers: [] } }],
])("a model with %s has no price here, and so cannot count as free", (_, prices) => {
  expect(toDatedPrices(aModel(prices))).toBeUndefined();
});
