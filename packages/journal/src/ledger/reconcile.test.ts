import type { BudgetBalance, BudgetLine } from "@switchyard/contract";
import { expect, test } from "vitest";
import type { RebuiltLedger } from "./rebuild-ledger.ts";
import { reconcile } from "./reconcile.ts";
import { reconciliationText } from "./reconciliation-text.ts";

const CALENDAR = { kind: "calendar", key: "day:2026-11-24:UTC", endsAtMs: 2 } as const;
const DAY: BudgetLine = { budgetId: "day", window: CALENDAR, capMicroUsd: 9_000_000 };
const ROLLING = { kind: "rolling", durationMs: 3_600_000 } as const;
const HOUR: BudgetLine = { budgetId: "hour", window: ROLLING, capMicroUsd: 9_000_000 };

const REBUILT: RebuiltLedger = {
  atMs: 1,
  balances: [
    {
      budgetId: "day",
      window: "day:2026-11-24:UTC",
      spentMicroUsd: 1_000_001,
      reservedMicroUsd: 20,
      openReservations: 2,
    },
    {
      budgetId: "day",
      window: "day:2026-11-23:UTC",
      spentMicroUsd: 5,
      reservedMicroUsd: 0,
      openReservations: 0,
    },
  ],
  unmatched: { settlements: 0, amountMicroUsd: 0 },
};

function balance(line: BudgetLine, spentMicroUsd: number, reservedMicroUsd: number): BudgetBalance {
  const { budgetId, capMicroUsd } = line;
  return { budgetId, capMicroUsd, spentMicroUsd, reservedMicroUsd };
}

test("equal books agree, and a budget that neither has used is equal too", () => {
  const snapshot = [balance(DAY, 1_000_001, 20), balance(HOUR, 0, 0)];
  const found = reconcile(REBUILT, [DAY, HOUR], snapshot);
  expect(found).toMatchObject({ agrees: true, atMs: 1 });
  expect(reconciliationText(found).split("\n")).toEqual([
    "day (day:2026-11-24:UTC): $1.000001 spent in both; $0.000020 held, 2 open reservations in the journal",
    "hour (rolling:3600000): $0.000000 spent in both; $0.000000 held, 0 open reservations in the journal",
  ]);
});

test("one micro-dollar missing, in excess or held otherwise is found and said", () => {
  const lacking = reconcile(REBUILT, [DAY], [balance(DAY, 1_000_000, 20)]);
  expect(lacking).toMatchObject({
    agrees: false,
    budgets: [{ missingMicroUsd: 1, excessMicroUsd: 0 }],
  });
  expect(reconciliationText(lacking)).toContain(
    "the ledger lacks $0.000001 (ledger $1.000000, journal $1.000001)",
  );
  const excess = reconcile(REBUILT, [DAY], [balance(DAY, 1_000_002, 20)]);
  expect(excess).toMatchObject({
    agrees: false,
    budgets: [{ missingMicroUsd: 0, excessMicroUsd: 1 }],
  });
  expect(reconciliationText(excess)).toContain("the journal lacks $0.000001");
  const held = reconcile(REBUILT, [DAY], [balance(DAY, 1_000_001, 21)]);
  expect(held.agrees).toBe(false);
  expect(reconciliationText(held)).toContain(
    "$0.000021 held in the ledger and $0.000020 in the journal",
  );
});

test("spend that no budget is known to pay disagrees, and says what to do", () => {
  const unmatched = { settlements: 1, amountMicroUsd: 3 };
  const found = reconcile({ ...REBUILT, unmatched }, [], []);
  expect(found.agrees).toBe(false);
  expect(reconciliationText(found)).toMatch(/1 settlement of \$0\.000003 .*earlier files/);
});

test("a snapshot of other budgets is refused", () => {
  expect(() => reconcile(REBUILT, [DAY], [balance(HOUR, 0, 0)])).toThrow(/has hour where day/);
  expect(() => reconcile(REBUILT, [DAY], [])).toThrow(/has nothing where day/);
});
