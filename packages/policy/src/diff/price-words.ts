import { z } from "zod";

const MICRO_PER_USD = 1_000_000;

/** As much of a model's dated prices as is told. */
const Prices = z.array(
  z.object({
    tiers: z.array(
      z.object({ inputMicroUsdPerMTok: z.number(), outputMicroUsdPerMTok: z.number() }),
    ),
  }),
);

/** A changed price in one line: the newest one of its lowest tier, before and after. */
export function priceWords(before: unknown, after: unknown): string {
  const [had, has] = [newestWords(before), newestWords(after)];
  return had === has ? "other dates or tiers" : `${had} → ${has} per million tokens`;
}

function newestWords(value: unknown): string {
  const tier = Prices.safeParse(value).data?.at(-1)?.tiers[0];
  if (tier === undefined) return "none";
  const { inputMicroUsdPerMTok, outputMicroUsdPerMTok } = tier;
  return `$${inputMicroUsdPerMTok / MICRO_PER_USD} in and $${outputMicroUsdPerMTok / MICRO_PER_USD} out`;
}
