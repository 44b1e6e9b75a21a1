import type { Catalog, Model } from "@switchyard/contract";
import { CATALOG_AGE_DAYS_MAX, daysUntil, priceAt, utcDay } from "@switchyard/policy";

/** Something a catalogue says that may no longer hold. */
export interface StaleFact {
  /** A model's id, or `catalogue` for all of it. */
  readonly about: string;
  readonly why: string;
}

/**
 * What of a catalogue is stale on a day, by the dates it has itself: its own age, models that are
 * past their sunset or near it, and prices that have changed since.
 *
 * @param epochMs any instant of the day
 */
export function staleFacts({ asOf, models }: Catalog, epochMs: number): readonly StaleFact[] {
  const day = utcDay(epochMs);
  const age = daysUntil(day, asOf);
  const old: StaleFact = {
    about: "catalogue",
    why: `it is of ${asOf}, ${age} days old, and at most ${CATALOG_AGE_DAYS_MAX} are believed: measure anew, run \`switchyard catalog refresh\` and set asOf`,
  };
  return [
    ...(age > CATALOG_AGE_DAYS_MAX ? [old] : []),
    ...Object.values(models).flatMap((model) =>
      endings(model, day).concat(newPrices(model, asOf, epochMs)),
    ),
  ];
}

function endings({ id, sunset, replacedBy }: Model, day: string): readonly StaleFact[] {
  if (sunset === undefined) return [];
  const left = daysUntil(sunset, day);
  const when =
    left > 0
      ? `its last day is near: it ends on ${sunset}, in ${left} days`
      : `it is no longer served since ${sunset}`;
  if (left > CATALOG_AGE_DAYS_MAX) return [];
  return [
    { about: id, why: replacedBy === undefined ? when : `${when}; ${replacedBy} replaces it` },
  ];
}

function newPrices(model: Model, asOf: string, epochMs: number): readonly StaleFact[] {
  const { from } = priceAt(model, epochMs);
  if (from === null || from <= asOf) return [];
  return [
    { about: model.id, why: `the price listed is that of ${asOf}; another holds since ${from}` },
  ];
}
