import type { Budget, BudgetLine, Policy } from "@switchyard/contract";
import { baseModel } from "../plan/base-model.ts";
import { createWindows } from "./window-instance.ts";

/** What an attempt is charged as: the facts that a budget's scope may name. */
export interface BudgetCharge {
  readonly route: string;
  readonly tier: string;
  readonly provider: string;
  readonly model: string;
  readonly segment: string;
}

/**
 * The budgets an attempt is charged to, in the policy's order, with the window of the instant. A
 * budget of a model covers the model's variants too.
 *
 * For many calls use {@link createBudgetLines}. Throws `RangeError` for a time zone that the
 * platform does not know.
 */
export function budgetLines(
  policy: Policy,
  charge: BudgetCharge,
  epochMs: number,
): readonly BudgetLine[] {
  return createBudgetLines(policy)(charge, epochMs);
}

/** {@link budgetLines} of one policy that remembers the current windows. */
export function createBudgetLines(
  policy: Policy,
): (charge: BudgetCharge, epochMs: number) => readonly BudgetLine[] {
  const windowAt = createWindows();
  const held = policy.budgets.map((budget): { readonly budget: Budget; line?: BudgetLine } => ({
    budget,
  }));
  return (charge, epochMs) => {
    const lines: BudgetLine[] = [];
    for (const entry of held) {
      if (!covers(entry.budget.scope, charge)) continue;
      const window = windowAt(entry.budget, epochMs);
      if (entry.line?.window !== window) {
        const { id, capMicroUsd } = entry.budget;
        entry.line = { budgetId: id, window, capMicroUsd };
      }
      lines.push(entry.line);
    }
    return lines;
  };
}

/** The line of each of some budgets, in their order; it remembers the current windows. */
export function createLinesOf(): (
  budgets: readonly Budget[],
  epochMs: number,
) => readonly BudgetLine[] {
  const windowAt = createWindows();
  return (budgets, epochMs) =>
    budgets.map((budget) => ({
      budgetId: budget.id,
      window: windowAt(budget, epochMs),
      capMicroUsd: budget.capMicroUsd,
    }));
}

function covers(scope: Budget["scope"], charge: BudgetCharge): boolean {
  if (scope === "all") return true;
  if ("tier" in scope) return scope.tier === charge.tier;
  if ("provider" in scope) return scope.provider === charge.provider;
  if ("segment" in scope) return scope.segment === charge.segment;
  if ("route" in scope) return scope.route === charge.route;
  return scope.model === charge.model || scope.model === baseModel(charge.model);
}
