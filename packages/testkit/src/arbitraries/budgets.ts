import {
  BUDGET_WINDOWS,
  type BudgetDocument,
  type BudgetScope,
  type Policy,
} from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import * as fc from "fast-check";
import { mostly } from "./some-of.ts";

export interface BudgetConstraints {
  /** At most so many. Default: 3. */
  readonly budgetsMax?: number;
}

/**
 * Budgets that a policy may have in place of its own: over everything and over its own tiers,
 * segments, routes, providers and models, in every window. They shrink to one of $50 a day.
 */
export function budgets(
  { bundle }: LoadedBundle,
  { budgetsMax = 3 }: BudgetConstraints = {},
): fc.Arbitrary<readonly BudgetDocument[]> {
  const { policy, catalog } = bundle;
  const scopes: readonly BudgetScope[] = [
    ...scopesOf(policy),
    ...Object.keys(catalog.providers).map((provider) => ({ provider })),
    ...Object.keys(catalog.models).map((model) => ({ model })),
  ];
  const budget = fc.record({
    scope: mostly<BudgetScope>("all", ...scopes),
    window: mostly(...BUDGET_WINDOWS),
    cap: mostly("$50", "$0.10", "$0.01", "$0.000001"),
    onLedgerDown: mostly<BudgetDocument["onLedgerDown"]>("fail-closed", {
      "fail-open-within": "$0.01",
    }),
  });
  return fc
    .array(budget, { minLength: 1, maxLength: budgetsMax })
    .map((drawn) => drawn.map(writtenBudget));
}

function scopesOf({ domains, routes }: Policy): readonly BudgetScope[] {
  return [
    ...domains.tiers.map((tier) => ({ tier })),
    ...domains.segments.map((segment) => ({ segment })),
    ...routes.map(({ id }) => ({ route: id })),
  ];
}

function writtenBudget(
  budget: Omit<BudgetDocument, "id" | "alerts">,
  index: number,
): BudgetDocument {
  const isCalendar = budget.window === "day" || budget.window === "month";
  return {
    id: `budget-${index}`,
    ...budget,
    alerts: [],
    ...(isCalendar && { timezone: "UTC" }),
  };
}
