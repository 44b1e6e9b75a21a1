import { latencyQuantile } from "@switchyard/journal";
import type { Policy } from "@switchyard/contract";
import type { Check } from "../../scenario/scenario.ts";
import { scenarioBudget } from "../scenario-budget.ts";
import type { BudgetBalances, WatchedBudget } from "./budget-watch.ts";
import type { ScopeTally } from "./scope-tally.ts";

/** A metric of asks, in the unit of its bound; null where there is nothing to measure. */
export function measureAsks(
  metric: Check["metric"],
  { asks, violations, calls, readings, misread }: ScopeTally,
): number | null {
  switch (metric) {
    case "availability":
      return shareOf(asks.byModelInsideSla, asks.requests);
    case "answered-inside-sla":
      return shareOf(asks.byModelInsideSla, asks.byModel);
    case "p50":
      return latencyQuantile(asks.latencies, 0.5);
    case "p95":
      return latencyQuantile(asks.latencies, 0.95);
    case "spend":
      return asks.costMicroUsd;
    case "cost-per-success":
      return asks.byModel === 0 ? null : Math.round(asks.costMicroUsd / asks.byModel);
    case "fallback-rate":
      return shareOf(asks.fellBack, asks.requests);
    case "degraded-share":
      return shareOf(asks.degraded, asks.requests);
    case "failed-share":
      return shareOf(asks.refused + asks.failed, asks.requests);
    case "calls-per-ask":
      return shareOf(calls, asks.requests);
    case "misread":
      return readings === 0 ? null : misread;
    case "violations":
      return violations;
    case "time-to-recover":
    case "overspend":
      return null;
    default:
      return metric satisfies never;
  }
}

/** Greatest spend above a cap, of one budget or of all. */
export function measureOverspend({ budgets }: BudgetBalances, budgetId?: string): number {
  const watched = [...budgets.values()].filter(
    ({ budget }) => budgetId === undefined || budget.id === budgetId,
  );
  return watched.reduce(
    (most, { budget, spentMicroUsdMax }) => Math.max(most, spentMicroUsdMax - budget.capMicroUsd),
    0,
  );
}

/** Greatest spend of a budget as a share of its cap; null for a cap of nothing. */
export function measureBudgetShare({ budget, spentMicroUsdMax }: WatchedBudget): number | null {
  return shareOf(spentMicroUsdMax, budget.capMicroUsd);
}

/** What a check of budgets measures, in its bound's unit; undefined: the policy has no such budget. */
export function measureBudget(
  { metric, budget: name }: Check,
  balances: BudgetBalances,
  policy: Policy,
): number | null | undefined {
  if (name === undefined) return measureOverspend(balances);
  const budget = scenarioBudget(policy, name);
  const watched = budget === undefined ? undefined : balances.budgets.get(budget.id);
  if (watched === undefined) return undefined;
  return metric === "spend" ? measureBudgetShare(watched) : measureOverspend(balances, budget?.id);
}

/** Whether a measured value meets a bound. */
export function holds({ comparison, bound }: Check, measured: number): boolean {
  switch (comparison) {
    case ">=":
      return measured >= bound;
    case "<=":
      return measured <= bound;
    case ">":
      return measured > bound;
    case "<":
      return measured < bound;
    case "==":
      return measured === bound;
    default:
      return comparison satisfies never;
  }
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}
