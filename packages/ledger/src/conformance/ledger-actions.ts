import * as fc from "fast-check";
import type { BudgetLine } from "@switchyard/contract";

/** Something done to a ledger, `afterMs` after the thing before. */
export interface LedgerAction {
  readonly kind: "reserve" | "settle" | "release" | "snapshot";
  readonly afterMs: number;
  readonly attemptId: string;
  readonly amountMicroUsd: number;
  readonly budgetIds: readonly string[];
  readonly leaseMs: number;
}

/** Length of the test's calendar window. */
export const DAY_MS = 1_000;
export const BUDGET_IDS = ["all", "one", "two"] as const;

/** Actions on few attempts and little money, so that repeats and denials are common. */
export function someLedgerActions(): fc.Arbitrary<readonly LedgerAction[]> {
  return fc.array(
    fc.record({
      kind: fc.constantFrom("reserve", "reserve", "settle", "release", "snapshot"),
      afterMs: fc.constantFrom(0, 0, 1, 90, 400),
      attemptId: fc.integer({ min: 1, max: 8 }).map((number) => `a/${number}`),
      amountMicroUsd: fc.integer({ min: 0, max: 60 }),
      budgetIds: fc.subarray([...BUDGET_IDS]),
      leaseMs: fc.constantFrom(50, 500, 5_000),
    }),
    { maxLength: 40 },
  );
}

/** A line of a budget's calendar window at an instant. Each budget has a cap of its own. */
export function dayLine(budgetId: string, atMs: number, capMicroUsd?: number): BudgetLine {
  const day = Math.floor(atMs / DAY_MS);
  return {
    budgetId,
    window: { kind: "calendar", key: `day:${day}`, endsAtMs: (day + 1) * DAY_MS },
    capMicroUsd: capMicroUsd ?? 100 + 30 * budgetId.length,
  };
}
