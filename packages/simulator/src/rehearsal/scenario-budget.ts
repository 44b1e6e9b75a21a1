import type { Budget, Policy } from "@switchyard/contract";

/** The role of the first budget that covers everything. */
const TOTAL_BUDGET = "@total";

/** The policy's budget that a scenario means by an id or by `@total`; undefined: it has none. */
export function scenarioBudget({ budgets }: Policy, name: string): Budget | undefined {
  return name === TOTAL_BUDGET
    ? budgets.find(({ scope }) => scope === "all")
    : budgets.find(({ id }) => id === name);
}
