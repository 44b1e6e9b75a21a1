import type { Budget, SwitchyardEvent } from "@switchyard/contract";
import type { ShardedMap } from "@switchyard/journal";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { createBudgetWatch } from "./budget-watch.ts";
import { measureBudgetShare, measureOverspend } from "./measure.ts";

const { policy } = shippedBundle("policy.yaml").bundle;
const START_MS = Date.UTC(2026, 10, 24, 9);
const BASE = { bundle: "0123456789ab", askId: "r-1" };

function countHeld(held: ShardedMap<unknown>): number {
  return held.reduce((sum, shard) => sum + shard.length, 0);
}

function budgetOf(window: Budget["window"], capMicroUsd: number): Budget {
  const id = "only";
  return {
    id,
    scope: "all",
    window,
    timezone: "UTC",
    capMicroUsd,
    alerts: [],
    onLedgerDown: { kind: "fail-closed" },
  };
}

interface Charge {
  readonly heldAtMs: number;
  readonly settledAtMs: number;
  readonly amountMicroUsd: number;
}

function eventsOf(charges: readonly Charge[]): readonly SwitchyardEvent[] {
  const events = charges.flatMap(
    ({ heldAtMs, settledAtMs, amountMicroUsd }, index): readonly SwitchyardEvent[] => {
      const attemptId = `r-1/${index}`;
      const money = { attemptId, amountMicroUsd };
      return [
        { ...BASE, ...money, type: "budget-reserved", atMs: heldAtMs, budgets: ["only"] },
        {
          ...BASE,
          ...money,
          type: "budget-settled",
          atMs: settledAtMs,
          source: "usage",
          excessMicroUsd: 0,
        },
      ];
    },
  );
  return events.toSorted((a, b) => a.atMs - b.atMs);
}

function watch(budget: Budget, opening: number, charges: readonly Charge[]) {
  const { initial, step } = createBudgetWatch(
    { ...policy, budgets: [budget] },
    { only: opening },
    START_MS,
  );
  return eventsOf(charges).reduce(step, initial);
}

test("in one day all spend adds up on top of the opening balance, whatever the order", () => {
  const charge = fc.record({
    heldAtMs: fc.nat(3_600_000).map((ms) => START_MS + ms),
    settledAtMs: fc.nat(3_600_000).map((ms) => START_MS + 3_600_000 + ms),
    amountMicroUsd: fc.nat(1000),
  });
  fc.assert(
    fc.property(fc.array(charge, { maxLength: 30 }), fc.nat(5000), (charges, opening) => {
      const balances = watch(budgetOf("day", 10_000), opening, charges);
      const spent = charges.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, opening);
      expect(balances.budgets.get("only")?.spentMicroUsdMax).toBe(spent);
      expect(measureOverspend(balances)).toBe(Math.max(0, spent - 10_000));
      expect(countHeld(balances.held)).toBe(0);
    }),
  );
});

test("a new day starts from nothing, and a call held before midnight counts in the old one", () => {
  const midnightMs = Date.UTC(2026, 10, 25);
  const balances = watch(budgetOf("day", 100), 60, [
    { heldAtMs: midnightMs - 1, settledAtMs: midnightMs + 5, amountMicroUsd: 30 },
    { heldAtMs: midnightMs + 1, settledAtMs: midnightMs + 6, amountMicroUsd: 80 },
  ]);
  expect(balances.budgets.get("only")?.spentMicroUsdMax).toBe(90);
  expect(measureOverspend(balances)).toBe(0);
});

test("a rolling window never counts more than its length really held", () => {
  const charge = fc.record({
    settledAtMs: fc.nat(10 * 3_600_000).map((ms) => START_MS + ms),
    amountMicroUsd: fc.nat(1000),
  });
  fc.assert(
    fc.property(fc.array(charge, { maxLength: 40 }), (settled) => {
      const charges = settled.map(({ settledAtMs, amountMicroUsd }) => ({
        heldAtMs: settledAtMs,
        settledAtMs,
        amountMicroUsd,
      }));
      const { budgets } = watch(budgetOf("rolling-1h", 1), 0, charges);
      const heldMax = charges.reduce((most, { settledAtMs }) => {
        const inWindow = charges.filter(
          (other) =>
            other.settledAtMs <= settledAtMs && other.settledAtMs > settledAtMs - 3_600_000,
        );
        return Math.max(
          most,
          inWindow.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0),
        );
      }, 0);
      expect(budgets.get("only")?.spentMicroUsdMax).toBeLessThanOrEqual(heldMax);
    }),
  );
});

test("a rolling window forgets what is older than its length, and nothing younger", () => {
  const minute = 60_000;
  const charges = [0, 10, 59, 70].map((minutes) => ({
    heldAtMs: START_MS + minutes * minute,
    settledAtMs: START_MS + minutes * minute,
    amountMicroUsd: 100 + minutes,
  }));
  const { budgets } = watch(budgetOf("rolling-1h", 1), 0, charges);
  expect(budgets.get("only")?.spentMicroUsdMax).toBe(100 + 110 + 159);
});

test("a released call costs nothing, and the share is one of the cap", () => {
  const { initial, step } = createBudgetWatch(
    { ...policy, budgets: [budgetOf("month", 200)] },
    { only: 50 },
    START_MS,
  );
  const held = step(initial, {
    ...BASE,
    type: "budget-reserved",
    atMs: START_MS,
    attemptId: "r-1/1",
    amountMicroUsd: 10,
    budgets: ["only"],
  });
  expect(countHeld(held.held)).toBe(1);
  const { budgets, held: rest } = step(held, {
    ...BASE,
    type: "budget-released",
    atMs: START_MS,
    attemptId: "r-1/1",
  });
  const only = budgets.get("only");
  expect(countHeld(rest)).toBe(0);
  expect(only === undefined ? null : measureBudgetShare(only)).toBe(0.25);
});
