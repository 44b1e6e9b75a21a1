import type { Model } from "@switchyard/contract";
import { costMicroUsd, priceAt } from "@switchyard/policy";
import type { EffectGroups } from "../faults/group-effects.ts";
import type { WireUsage } from "./dialect.ts";

/**
 * What the provider charges for what it did, in micro-US-dollars; undefined where that is what its
 * answer's usage comes to, and for a model without a price.
 *
 * @param model the one that was asked for
 */
export function invoiceMicroUsd(
  model: Model | undefined,
  usage: WireUsage,
  { body, bill }: Pick<EffectGroups, "body" | "bill">,
  epochMs: number,
): number | undefined {
  const factors = bill.flatMap((effect) => (effect.how === "price" ? effect.times : []));
  const isUsual = factors.length === 0 && body.every(({ how }) => how !== "usage-lies");
  if (isUsual || model === undefined || model.prices.length === 0) return undefined;
  const times = factors.reduce((product, factor) => product * factor, 1);
  const cost = costMicroUsd(priceAt(model, epochMs), { ...usage, cacheWriteTokens: 0 });
  return Math.ceil(times * cost);
}
