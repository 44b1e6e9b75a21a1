import type { OrderKey } from "@switchyard/contract";
import type { Candidate } from "./candidate.ts";
import { compareText } from "./compare-text.ts";

type Compare = (left: Candidate, right: Candidate) => number;

/**
 * Sorts candidates of one route by its `order` keys. Model and region always decide last, so no
 * two candidates tie and the order does not hang on anything else.
 */
export function orderCandidates(
  candidates: readonly Candidate[],
  order: readonly OrderKey[],
  tiers: readonly string[],
): readonly Candidate[] {
  const keys: readonly OrderKey[] = [...order, "model", "region"];
  const compares = keys.map((key) => compareBy(key, tiers));
  return candidates.toSorted((left, right) => {
    for (const compare of compares) {
      const sign = compare(left, right);
      if (sign !== 0) return sign;
    }
    return 0;
  });
}

/** Compares by one key alone; 0: it cannot tell them apart. */
export function compareBy(key: OrderKey, tiers: readonly string[]): Compare {
  switch (key) {
    case "listed":
      return (left, right) => left.listed - right.listed;
    case "costPerSuccess":
      return (left, right) => left.costPerSuccessMicroUsd - right.costPerSuccessMicroUsd;
    case "p95":
      return (left, right) => left.model.latency.msP95 - right.model.latency.msP95;
    case "tier-desc":
      return (left, right) => tiers.indexOf(right.model.tier) - tiers.indexOf(left.model.tier);
    case "quality-desc":
      // A model without score comes after every measured one.
      return (left, right) => (right.quality ?? -1) - (left.quality ?? -1);
    case "model":
      return (left, right) => compareText(left.endpoint.model, right.endpoint.model);
    case "region":
      return (left, right) => compareText(left.endpoint.region, right.endpoint.region);
    default:
      return key satisfies never;
  }
}
