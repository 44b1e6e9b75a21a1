import { readBudget, type BudgetReading, type BudgetView } from "./budget-view.ts";
import type { ViewModel } from "./view-model.ts";

export interface BudgetNow {
  readonly view: BudgetView;
  readonly reading: BudgetReading;
}

/** All budgets as of now, the one with the greatest share used first. */
export function tightestFirst({ budgets, nowAtMs, startedAtMs }: ViewModel): readonly BudgetNow[] {
  return Object.values(budgets)
    .map((view) => ({ view, reading: readBudget(view, nowAtMs, startedAtMs) }))
    .toSorted((a, b) => b.reading.usedShare - a.reading.usedShare);
}
