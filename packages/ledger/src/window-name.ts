import type { BudgetLine } from "@switchyard/contract";

/** One text for one window of one budget. */
export function windowName({ budgetId, window }: BudgetLine): string {
  return JSON.stringify([budgetId, window.kind === "calendar" ? window.key : window.durationMs]);
}
