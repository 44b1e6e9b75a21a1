import type { DatedPrice, Model } from "@switchyard/contract";
import { expect, test } from "vitest";
import { priceAt } from "./price-at.ts";

const NOON_MS = Date.parse("2026-11-24T12:00:00Z");
const MIDNIGHT_MS = Date.parse("2026-11-25T00:00:00Z");

const price = (from: string | null, rate: number): DatedPrice => ({
  from,
  tiers: [
    {
      inputTokensFrom: 0,
      inputMicroUsdPerMTok: rate,
      cachedInputMicroUsdPerMTok: rate,
      cacheWriteMicroUsdPerMTok: rate,
      outputMicroUsdPerMTok: rate,
    },
  ],
});

const modelWith = (prices: readonly DatedPrice[]): Model => ({
  id: "openai/one",
  provider: "openai",
  wireName: "one",
  tier: "small",
  lifecycle: "managed",
  approvedRisk: "low",
  contextTokens: 1_000,
  capabilities: [],
  latency: { firstTokenMsP50: 1, msP50: 1, msP95: 1, outputTokensPerSecond: 1 },
  successRate: 1,
  prices,
  regions: ["us"],
});

test("a dated price begins with its UTC day, to the millisecond", () => {
  const old = price(null, 1);
  const next = price("2026-11-25", 2);
  const model = modelWith([old, next]);

  expect(priceAt(model, NOON_MS)).toBe(old);
  expect(priceAt(model, MIDNIGHT_MS - 1)).toBe(old);
  expect(priceAt(model, MIDNIGHT_MS)).toBe(next);
});

test("before the first dated price the earliest one holds", () => {
  const first = price("2027-01-01", 1);

  expect(priceAt(modelWith([first, price("2027-02-01", 2)]), NOON_MS)).toBe(first);
});

test("a model without price is a bug and says so", () => {
  expect(() => priceAt(modelWith([]), NOON_MS)).toThrow(/openai\/one has no price/);
});
