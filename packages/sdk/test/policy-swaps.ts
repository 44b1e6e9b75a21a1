import type { PolicyInput } from "@switchyard/contract";
import { POLICY } from "./sample-bundle.ts";

/** The sample as another version of it: one route's candidate, and the cap of the day. */
export function versionOf(version: number, candidate: string, cap = "$1"): PolicyInput {
  const [quick, ...others] = POLICY.routes;
  const [day, ...budgets] = POLICY.budgets;
  return {
    ...POLICY,
    version,
    routes: [{ ...quick, candidates: [candidate] }, ...others],
    budgets: [{ ...day, cap }, ...budgets],
  };
}

/** A version that names a model which is not there. */
export function invalidVersion(version: number): PolicyInput {
  return versionOf(version, "alpha/missing");
}
