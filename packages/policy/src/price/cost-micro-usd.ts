import type { DatedPrice, RateTier, Usage } from "@switchyard/contract";

/** Rates are per million tokens. */
const TOKENS_PER_RATE = 1_000_000n;
const COST_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * What a call costs, in micro-US-dollars, rounded half up once. All input tokens together choose
 * the tier, and its rates hold for the whole call, output too: that is how providers bill long
 * prompts, and how `@pydantic/genai-prices` reads them. Cached and cache-write parts of the input
 * are priced at their own rates; reasoning is part of the output and has no rate of its own.
 *
 * Exact: the sum is taken over big integers. At most `Number.MAX_SAFE_INTEGER`, some nine billion
 * dollars. Throws `RangeError` for a count that is no whole number from 0 up.
 */
export function costMicroUsd(price: DatedPrice, usage: Usage): number {
  const tier = tierFor(price, usage.inputTokens);
  const cached = toCount(usage.cachedInputTokens);
  const written = toCount(usage.cacheWriteTokens);
  const rest = toCount(usage.inputTokens) - cached - written;
  const fresh = rest > 0n ? rest : 0n;
  const sum =
    fresh * BigInt(tier.inputMicroUsdPerMTok) +
    cached * BigInt(tier.cachedInputMicroUsdPerMTok) +
    written * BigInt(tier.cacheWriteMicroUsdPerMTok) +
    toCount(usage.outputTokens) * BigInt(tier.outputMicroUsdPerMTok);
  return toMicroUsd(sum + TOKENS_PER_RATE / 2n);
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
  const input = toCount(inputTokensMax);
  const output = toCount(outputTokensMax);
  let dearest = 0n;
  for (const tier of price.tiers) {
    if (tier.inputTokensFrom > inputTokensMax) continue;
    const inputRate = Math.max(
      tier.inputMicroUsdPerMTok,
      tier.cachedInputMicroUsdPerMTok,
      tier.cacheWriteMicroUsdPerMTok,
    );
    const sum = input * BigInt(inputRate) + output * BigInt(tier.outputMicroUsdPerMTok);
    if (sum > dearest) dearest = sum;
  }
  return toMicroUsd(dearest + TOKENS_PER_RATE - 1n);
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

function toCount(tokens: number): bigint {
  if (Number.isInteger(tokens) && tokens >= 0) return BigInt(tokens);
  throw new RangeError(
    `${tokens} is no count of tokens: give a whole number from 0 up, or estimate what is unknown`,
  );
}

/** A ledger takes safe integers only, so an absurd count costs the greatest of them. */
function toMicroUsd(sum: bigint): number {
  const cost = sum / TOKENS_PER_RATE;
  return Number(cost < COST_MAX ? cost : COST_MAX);
}
