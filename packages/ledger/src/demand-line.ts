import type { BudgetLine } from "@switchyard/contract";
import { DEMAND_MS } from "@switchyard/policy";

/**
 * The window in which a ledger counts what a route's asks want of a budget. A budget's id has no
 * space, so it is no budget's own.
 */
export function demandLine(budgetId: string, route: string): BudgetLine {
  return {
    budgetId: `${budgetId} ${route}`,
    window: { kind: "rolling", durationMs: DEMAND_MS },
    capMicroUsd: Number.MAX_SAFE_INTEGER,
  };
}
