import type { DatedPrice, Model, RateTier, Usage } from "@switchyard/contract";
import { expect, test } from "vitest";
import { shippedCatalog, shippedLock, shippedWith } from "../load/arbitraries.ts";
import { loadCatalog } from "../load/load-catalog.ts";
import { costMicroUsd, costMicroUsdMax } from "./cost-micro-usd.ts";
import { priceAt } from "./price-at.ts";

/**
 * Each cost below is written out by hand. One dollar per million tokens is one micro-dollar per
 * token, so `700 * 2` is 700 tokens at $2 per million. Rates of the shipped models are those of
 * catalog.lock.json; rates of other models are the list prices in @pydantic/genai-prices 0.1.8
 * (MIT).
 */
const TODAY_MS = Date.parse("2026-11-25T12:00:00Z");

/** Tokens by kind; what is left out is none. Cached and written are parts of `in`. */
interface Call {
  readonly in?: number;
  readonly cached?: number;
  readonly written?: number;
  readonly out?: number;
  /** Part of `out`. */
  readonly reasoning?: number;
}

const usageOf = (call: Call): Usage => ({
  inputTokens: call.in ?? 0,
  cachedInputTokens: call.cached ?? 0,
  cacheWriteTokens: call.written ?? 0,
  outputTokens: call.out ?? 0,
  reasoningTokens: call.reasoning ?? 0,
});

/** A tier by dollars per million tokens. */
const tier = (
  from: number,
  input: number,
  cached: number,
  write: number,
  output: number,
): RateTier => ({
  inputTokensFrom: from,
  inputMicroUsdPerMTok: input * 1_000_000,
  cachedInputMicroUsdPerMTok: cached * 1_000_000,
  cacheWriteMicroUsdPerMTok: write * 1_000_000,
  outputMicroUsdPerMTok: output * 1_000_000,
});

const SHIPPED = shippedCatalog().catalog.models;
const shipped = (id: string): Model => {
  const model = SHIPPED[id];
  if (model === undefined) throw new Error(`the shipped catalogue lacks ${id}`);
  return model;
};
const priced = (...prices: readonly DatedPrice[]): Model => ({
  ...shipped("openai/gpt-6-sol"),
  prices,
});

const SOL = shipped("openai/gpt-6-sol");
const LUNA = shipped("openai/gpt-6-luna");
const OPUS = shipped("anthropic/claude-opus-5-5");
const SONNET = shipped("anthropic/claude-sonnet-5");
const HAIKU = shipped("anthropic/claude-haiku-4-5");
const FLASH = shipped("google/gemini-3.8-flash");
const LITE = shipped("google/gemini-3.5-flash-lite");
const MISTRAL = shipped("mistral/mistral-large-2512");
const QWEN = shipped("ollama/qwen3");
const SONNET_4_5 = priced({
  from: null,
  tiers: [tier(0, 3, 0.3, 3.75, 15), tier(200_001, 6, 0.6, 7.5, 22.5)],
});
const GEMINI_PRO = priced({
  from: null,
  tiers: [tier(0, 1.25, 0.125, 1.25, 10), tier(200_001, 2.5, 0.25, 2.5, 15)],
});
const LUNA_5_6 = priced(
  { from: null, tiers: [tier(0, 1, 0.1, 1.25, 6), tier(272_000, 2, 0.2, 2.5, 9)] },
  {
    from: "2026-07-30",
    tiers: [tier(0, 0.2, 0.02, 0.25, 1.2), tier(272_000, 0.4, 0.04, 0.5, 1.8)],
  },
);

test.each<readonly [string, Model, Call, number]>([
  ["OpenAI: plain", SOL, { in: 700, out: 300 }, 700 * 2 + 300 * 10],
  // 1,000 of the 1,500 are cached, so 500 are fresh: at $2 and at $0.20.
  ["OpenAI: cached", SOL, { in: 1_500, cached: 1_000, out: 10 }, 500 * 2 + 200 + 10 * 10],
  // 100 fresh at $2, 600 cached at $0.20, 800 written at $2.50.
  [
    "OpenAI: cached and cache-write",
    SOL,
    { in: 1_500, cached: 600, written: 800, out: 10 },
    100 * 2 + 120 + 2_000 + 10 * 10,
  ],
  // 900 of the 1,000 tokens out are thoughts; they are in the 1,000 already.
  ["OpenAI: reasoning", SOL, { in: 100, out: 1_000, reasoning: 900 }, 100 * 2 + 1_000 * 10],
  ["OpenAI: the last token of a tier", SOL, { in: 272_000, out: 100 }, 272_000 * 2 + 100 * 10],
  // One token more, and the whole call costs $4 and $15.
  ["OpenAI: the next tier", SOL, { in: 272_001, out: 100 }, 272_001 * 4 + 100 * 15],
  [
    "OpenAI: far beyond, mostly cached",
    SOL,
    { in: 1_000_000, cached: 900_000, written: 50_000, out: 8_000 },
    50_000 * 4 + 360_000 + 250_000 + 8_000 * 15,
  ],
  // 3 x $0.10 + 2 x $0.50 = 1.3 micro-dollars.
  ["OpenAI: a small sum is rounded down", LUNA, { in: 3, out: 2 }, 1],
  // 5 x $0.10 + 2 x $0.50 = 1.5.
  ["OpenAI: half a micro-dollar is rounded up", LUNA, { in: 5, out: 2 }, 2],
  // 4 x $0.10 = 0.4.
  ["OpenAI: less than half is nothing", LUNA, { in: 4 }, 0],
  ["Anthropic: plain", OPUS, { in: 2_000, out: 500 }, 2_000 * 4 + 500 * 20],
  // The wire says 21 input, 188,086 written and 0 read, which are 188,107 together.
  [
    "Anthropic: a cache is written",
    OPUS,
    { in: 188_107, written: 188_086, out: 393 },
    21 * 4 + 188_086 * 5 + 393 * 20,
  ],
  // 188,086 x $0.20 = 37,617.2; with 84 and 7,860 that is 45,561.2.
  ["Anthropic: it is read", OPUS, { in: 188_107, cached: 188_086, out: 393 }, 45_561],
  ["Anthropic: thinking", SONNET, { in: 50, out: 4_000, reasoning: 3_500 }, 50 * 2 + 4_000 * 10],
  // 800 fresh at $1, 100 read at $0.10, 100 written at $1.25.
  [
    "Anthropic: all kinds at once",
    HAIKU,
    { in: 1_000, cached: 100, written: 100, out: 60 },
    800 + 10 + 125 + 60 * 5,
  ],
  ["Anthropic: no tier at a million", OPUS, { in: 1_000_000 }, 1_000_000 * 4],
  ["Anthropic: long context, at the boundary", SONNET_4_5, { in: 200_000, out: 10 }, 600_150],
  // 200,001 x $6 + 10 x $22.50 = 1,200,006 + 225.
  ["Anthropic: long context, beyond", SONNET_4_5, { in: 200_001, out: 10 }, 1_200_231],
  // Reads and writes count towards the boundary: 1 x $6 + 199,000 x $0.60 + 1,000 x $7.50.
  [
    "Anthropic: long context, nearly all cached",
    SONNET_4_5,
    { in: 200_001, cached: 199_000, written: 1_000 },
    6 + 119_400 + 7_500,
  ],
  ["Google: plain", FLASH, { in: 4_000, out: 400 }, 3_000 + 1_500],
  // Thoughts come beside the answer on the wire: 200 + 1,000 are 1,200 out, at $3.75.
  ["Google: thoughts", FLASH, { in: 400, out: 1_200, reasoning: 1_000 }, 300 + 4_500],
  // 1,000 fresh at $0.30, 9,000 cached at $0.03.
  ["Google: cached", LITE, { in: 10_000, cached: 9_000, out: 4 }, 300 + 270 + 10],
  // 200,001 x $2.50 = 500,002.5, and 1 x $15: half is rounded up.
  ["Google: a long prompt", GEMINI_PRO, { in: 200_001, out: 1 }, 500_018],
  ["Mistral: plain", MISTRAL, { in: 1_000, out: 1_000 }, 500 + 1_500],
  // 20 fresh at $0.50 and 980 at $0.05.
  ["Mistral: cached", MISTRAL, { in: 1_000, cached: 980 }, 10 + 49],
  // A stated price without cache rates: a cached token costs what any input token costs.
  ["self-hosted: cached", QWEN, { in: 1_000, cached: 900, out: 100 }, 220 + 222],
  // Ten trillion tokens at $4 a million.
  ["very large counts", SOL, { in: 10_000_000_000_000 }, 40_000_000_000_000],
])("%s", (_, model, call, expected) => {
  expect(costMicroUsd(priceAt(model, TODAY_MS), usageOf(call))).toBe(expected);
});

test.each<readonly [string, string, Model, Call, number]>([
  ["Google, the last millisecond before", "2026-12-31T23:59:59.999Z", FLASH, { in: 1_000 }, 750],
  ["Google, at its instant", "2027-01-01T00:00:00.000Z", FLASH, { in: 1_000 }, 1_500],
  // 500 x $1.50 + 500 x $0.15 + 100 x $7.50.
  [
    "Google, a year later",
    "2028-01-01T00:00:00.000Z",
    FLASH,
    { in: 1_000, cached: 500, out: 100 },
    750 + 75 + 750,
  ],
  ["OpenAI, before it fell", "2026-07-29T23:59:59.999Z", LUNA_5_6, { in: 272_000 }, 544_000],
  // 272,000 x $0.40 = 108,800; 100 x $1.80 = 180.
  ["OpenAI, as it fell", "2026-07-30T00:00:00.000Z", LUNA_5_6, { in: 272_000, out: 100 }, 108_980],
])("a dated price: %s", (_, at, model, call, expected) => {
  expect(costMicroUsd(priceAt(model, Date.parse(at)), usageOf(call))).toBe(expected);
});

test("a call that is held at one price and answered at the next is settled at the first", () => {
  const held = priceAt(FLASH, Date.parse("2026-12-31T23:59:59.999Z"));
  const call = usageOf({ in: 1_000, out: 200 });

  // 1,000 x $0.75 + 200 x $3.75, though both rates have doubled when the answer comes.
  expect(costMicroUsdMax(held, 1_000, 200)).toBe(750 + 750);
  expect(costMicroUsd(held, call)).toBe(750 + 750);
});

test("a reservation holds the cache-write rate, and the tier that the estimate can reach", () => {
  // 1,000 x $5, not x $4; 100 x $20.
  expect(costMicroUsdMax(priceAt(OPUS, TODAY_MS), 1_000, 100)).toBe(5_000 + 2_000);
  // 272,001 x $5 + 10 x $15.
  expect(costMicroUsdMax(priceAt(SOL, TODAY_MS), 272_001, 10)).toBe(1_360_005 + 150);
  // 1 x $0.125 = 0.125: a bound is rounded up.
  expect(costMicroUsdMax(priceAt(LUNA, TODAY_MS), 1, 0)).toBe(1);
});

test.each<readonly [string, unknown, RegExp]>([
  ["no price", undefined, /model `ollama\/qwen3` has no price; state `price:`/],
  ["a price of nothing", { inputPerMTok: "$0", outputPerMTok: "$0" }, /nothing is free/],
])("%s is an error, never a cost of zero", (_, price, message) => {
  const source = shippedWith("catalog.yaml", ["/models/ollama~1qwen3/price", price]);

  expect(() => loadCatalog(source, shippedLock())).toThrow(message);
});
