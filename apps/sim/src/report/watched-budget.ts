import type { Budget } from "@switchyard/contract";
import type { Documents } from "../chaos/open-documents.ts";

/** The scenario's word for the first budget that covers everything. */
const TOTAL = "@total";

/** The budget a scenario is about: one it opens or expects something of, else the total one. */
export function watchedBudget({ bundle, scenario }: Documents): Budget | undefined {
  const { budgets } = bundle.bundle.policy;
  const total = budgets.find(({ scope }) => scope === "all");
  const named = [
    ...Object.keys(scenario.opening),
    ...scenario.checks.flatMap(({ budget }) => budget ?? []),
  ];
  const known = named
    .map((name) => (name === TOTAL ? total : budgets.find(({ id }) => id === name)))
    .find((budget) => budget !== undefined);
  return known ?? total;
}
