import type { ConditionalPrice, ModelInfo, ModelPrice } from "@pydantic/genai-prices";
import type { DatedPrice, RateTier } from "@switchyard/contract";

/** The package's names of the four rates. */
const RATE_KEYS = ["input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"] as const;
type RateKey = (typeof RATE_KEYS)[number];

/** Fees that rates per token cannot say. A model with one has no price here: better none than low. */
const FEES_BEYOND_TOKENS = ["requests_kcount", "output_reasoning_mtok", "output_citation_mtok"];

/**
 * The package's prices of a model by date, in integer micro-dollars per million tokens. Undefined
 * for a model that is not priced by tokens alone, or that is listed at nothing: a missing price
 * must not pass for a free one. Images, sound and video with rates of their own cost what text does.
 *
 * A tier of the package applies above its `start` (its source compares `tokens > start`), so it is
 * in force from `start + 1` tokens. Cached input or cache writes without a rate of their own cost
 * what input costs. Cache writes are those of the default lifetime, not the dearer one of an hour.
 */
export function toDatedPrices(model: ModelInfo): readonly DatedPrice[] | undefined {
  const entries = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  if (!entries.every(({ prices }) => isByTokens(prices))) return undefined;
  const dates = entries.flatMap(({ constraint }) =>
    constraint?.type === "start_date" ? [constraint.start_date] : [],
  );
  return [null, ...new Set(dates.toSorted())].map((from) => ({
    from,
    tiers: dearestTiers(pricesInForce(entries, from)),
  }));
}

function isByTokens(prices: ModelPrice): boolean {
  return (
    isAboveZero(prices["input_mtok"]) &&
    isAboveZero(prices["output_mtok"]) &&
    FEES_BEYOND_TOKENS.every((key) => prices[key] === undefined)
  );
}

function isAboveZero(rate: ModelPrice[string]): boolean {
  if (rate === undefined) return false;
  return (typeof rate === "number" ? rate : rate.base) > 0;
}

/**
 * The prices that can hold on a day: the last one without a condition or dated not after it, and
 * those of certain hours that take precedence over it.
 */
function pricesInForce(entries: readonly ConditionalPrice[], day: string | null): ModelPrice[] {
  const inForce: ModelPrice[] = [];
  for (const { constraint, prices } of entries.toReversed()) {
    if (constraint?.type === "start_date" && (day === null || constraint.start_date > day))
      continue;
    inForce.push(prices);
    if (constraint?.type !== "time_of_date") return inForce;
  }
  return [...inForce, ...entries.slice(0, 1).map(({ prices }) => prices)];
}

/**
 * One ladder of tiers over several prices, each rate the dearest of them: a dated price knows no
 * hours, and a budget must not be overdrawn at the hour that costs more.
 */
function dearestTiers(prices: readonly ModelPrice[]): readonly RateTier[] {
  const starts = prices.flatMap((price) => RATE_KEYS.flatMap((key) => tierStarts(price[key])));
  const froms = [...new Set([0, ...starts.map((start) => start + 1)])].toSorted((a, b) => a - b);
  return froms.map((inputTokensFrom) => {
    const dearest = (key: RateKey): number =>
      Math.max(...prices.map((price) => toMicroUsd(rateAt(price, key, inputTokensFrom))));
    return {
      inputTokensFrom,
      inputMicroUsdPerMTok: dearest("input_mtok"),
      cachedInputMicroUsdPerMTok: dearest("cache_read_mtok"),
      cacheWriteMicroUsdPerMTok: dearest("cache_write_mtok"),
      outputMicroUsdPerMTok: dearest("output_mtok"),
    };
  });
}

function tierStarts(rate: ModelPrice[string]): readonly number[] {
  return typeof rate === "object" ? rate.tiers.map(({ start }) => start) : [];
}

function rateAt(price: ModelPrice, key: RateKey, inputTokens: number): number {
  const rate = price[key] ?? price["input_mtok"] ?? 0;
  if (typeof rate === "number") return rate;
  const reached = rate.tiers.filter(({ start }) => inputTokens > start);
  const highest = reached.toSorted((a, b) => b.start - a.start)[0];
  return highest?.price ?? rate.base;
}

function toMicroUsd(usd: number): number {
  return Math.round(usd * 1e6);
}
