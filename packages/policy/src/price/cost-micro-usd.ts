import type { DatedPrice, RateTier, Usage } from "@switchyard/contract";

/** Rates are per million tokens. */
const TOKENS_PER_RATE = 1_000_000n;

/**
 * What a call costs, in micro-US-dollars, rounded half up once. All input tokens together choose
 * the tier; cached and cache-write parts are priced at their own rates.
 *
 * Exact for whole tokens and rates of any size: the sum is taken over big integers.
 */
export function costMicroUsd(price: DatedPrice, usage: Usage): number {
  const tier = tierFor(price, usage.inputTokens);
  const freshTokens = usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens;
  const sum =
    product(Math.max(0, freshTokens), tier.inputMicroUsdPerMTok) +
    product(usage.cachedInputTokens, tier.cachedInputMicroUsdPerMTok) +
    product(usage.cacheWriteTokens, tier.cacheWriteMicroUsdPerMTok) +
    product(usage.outputTokens, tier.outputMicroUsdPerMTok);
  return Number((sum + TOKENS_PER_RATE / 2n) / TOKENS_PER_RATE);
}

/**
 * An upper bound of {@link costMicroUsd} for every call with at most so many tokens, in
 * micro-US-dollars, rounded up: all input at its dearest rate, in the dearest tier that the
 * input can reach.
 */
export function costMicroUsdMax(
  price: DatedPrice,
  inputTokensMax: number,
  outputTokensMax: number,
): number {
  let dearest = 0n;
  for (const tier of price.tiers) {
    if (tier.inputTokensFrom > inputTokensMax) continue;
    const inputRate = Math.max(
      tier.inputMicroUsdPerMTok,
      tier.cachedInputMicroUsdPerMTok,
      tier.cacheWriteMicroUsdPerMTok,
    );
    const sum =
      product(inputTokensMax, inputRate) + product(outputTokensMax, tier.outputMicroUsdPerMTok);
    if (sum > dearest) dearest = sum;
  }
  return Number((dearest + TOKENS_PER_RATE - 1n) / TOKENS_PER_RATE);
}

/** The tier of a call with so many input tokens. Throws `RangeError` for a price without tier. */
export function tierFor(price: DatedPrice, inputTokens: number): RateTier {
  const tier =
    price.tiers.findLast(({ inputTokensFrom }) => inputTokensFrom <= inputTokens) ?? price.tiers[0];
  if (tier === undefined) {
    throw new RangeError("the price has no tier; a catalogue gives every price at least one");
  }
  return tier;
}

function product(tokens: number, rate: number): bigint {
  return BigInt(tokens) * BigInt(rate);
}
