import type { DatedPrice, RateTier, Usage } from "@switchyard/contract";

/** Rates are per million tokens. */
const TOKENS_PER_RATE = 1_000_000;
const COST_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Tokens, and the rate of each. */
type Charge = readonly [tokens: number, microUsdPerMTok: number];

/**
 * What a call costs, in micro-US-dollars, rounded half up once. All input tokens together choose
 * the tier, and its rates hold for the whole call, output too: that is how providers bill long
 * prompts, and how `@pydantic/genai-prices` reads them. Cached and cache-write parts of the input
 * are priced at their own rates; reasoning is part of the output and has no rate of its own.
 *
 * Exact. At most `Number.MAX_SAFE_INTEGER`, some nine billion dollars. Throws `RangeError` for a
 * count that is no whole number from 0 up.
 */
export function costMicroUsd(price: DatedPrice, usage: Usage): number {
  const tier = tierFor(price, usage.inputTokens);
  const { cachedInputTokens: cached, cacheWriteTokens: written } = usage;
  const charges: readonly Charge[] = [
    [Math.max(0, usage.inputTokens - cached - written), tier.inputMicroUsdPerMTok],
    [cached, tier.cachedInputMicroUsdPerMTok],
    [written, tier.cacheWriteMicroUsdPerMTok],
    [usage.outputTokens, tier.outputMicroUsdPerMTok],
  ];
  assertCount(usage.inputTokens);
  return sumMicroUsd(charges, TOKENS_PER_RATE / 2);
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
  assertCount(inputTokensMax);
  let dearest = 0;
  for (const tier of price.tiers) {
    if (tier.inputTokensFrom > inputTokensMax) continue;
    const inputRate = Math.max(
      tier.inputMicroUsdPerMTok,
      tier.cachedInputMicroUsdPerMTok,
      tier.cacheWriteMicroUsdPerMTok,
    );
    const charges: readonly Charge[] = [
      [inputTokensMax, inputRate],
      [outputTokensMax, tier.outputMicroUsdPerMTok],
    ];
    dearest = Math.max(dearest, sumMicroUsd(charges, TOKENS_PER_RATE - 1));
  }
  return dearest;
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

/** Charges together, after `addend` was added to their sum in rates. A ledger takes safe integers. */
function sumMicroUsd(charges: readonly Charge[], addend: number): number {
  let sum = addend;
  for (const [tokens, rate] of charges) {
    assertCount(tokens);
    sum += tokens * rate;
  }
  // All that was added is below a safe sum, so nothing was rounded on the way.
  if (sum <= Number.MAX_SAFE_INTEGER) return (sum - (sum % TOKENS_PER_RATE)) / TOKENS_PER_RATE;
  let exact = BigInt(addend);
  for (const [tokens, rate] of charges) exact += BigInt(tokens) * BigInt(rate);
  const cost = exact / BigInt(TOKENS_PER_RATE);
  return Number(cost < COST_MAX ? cost : COST_MAX);
}

function assertCount(tokens: number): void {
  if (Number.isInteger(tokens) && tokens >= 0) return;
  throw new RangeError(
    `${tokens} is no count of tokens: give a whole number from 0 up, or estimate what is unknown`,
  );
}
