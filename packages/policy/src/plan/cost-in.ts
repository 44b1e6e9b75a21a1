import type { Bundle, Model, RequestClass } from "@switchyard/contract";
import { costPerSuccessOn } from "../price/cost-per-success.ts";
import { ownEntry } from "./own-entry.ts";

/** Cost per success by model on a UTC day, counted once for all rungs and regions of a plan. */
export function costIn(
  bundle: Bundle,
  request: RequestClass,
  day: string,
): (model: Model) => number {
  const workload = ownEntry(bundle.policy.domains.workloads, request.workload);
  const costs = new Map<string, number>();
  return (model) => {
    const known = costs.get(model.id);
    if (known !== undefined) return known;
    // A workload that the policy does not declare has no price, so every ceiling bars it.
    const cost =
      workload === undefined ? Number.MAX_SAFE_INTEGER : costPerSuccessOn(model, workload, day);
    costs.set(model.id, cost);
    return cost;
  };
}
