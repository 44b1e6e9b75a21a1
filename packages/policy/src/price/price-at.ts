import type { DatedPrice, Model } from "@switchyard/contract";
import { utcDay } from "./utc-day.ts";

/**
 * The price that holds at an instant: the latest whose `from` is not after the instant's UTC day.
 * Before the first dated price the earliest holds: the catalogue knows no other.
 */
export function priceAt(model: Model, epochMs: number): DatedPrice {
  const { prices } = model;
  const [only] = prices;
  // Most models have one price, and a day in words costs more than all else here.
  if (only !== undefined && prices.length === 1) return only;
  return priceOn(model, utcDay(epochMs));
}

/** {@link priceAt} for a UTC day, `YYYY-MM-DD`. Throws `RangeError` for a model without price. */
export function priceOn(model: Model, day: string): DatedPrice {
  const price =
    model.prices.findLast(({ from }) => from === null || from <= day) ?? model.prices[0];
  if (price === undefined) {
    throw new RangeError(`${model.id} has no price; a catalogue gives every model at least one`);
  }
  return price;
}
