import { strict as assert } from "node:assert";
import { windowName, type BudgetBalance, type BudgetLine } from "@switchyard/contract";
import type { RebuiltLedger } from "./rebuild-ledger.ts";

/** One budget's window in the journal and in the ledger, in whole micro-US-dollars. */
export interface BudgetReconciliation {
  readonly budgetId: string;
  readonly window: string;
  readonly journalSpentMicroUsd: number;
  readonly ledgerSpentMicroUsd: number;
  /** Spend that the journal has and the ledger lacks. */
  readonly missingMicroUsd: number;
  /** Spend that the ledger has and the journal lacks. */
  readonly excessMicroUsd: number;
  readonly journalReservedMicroUsd: number;
  readonly ledgerReservedMicroUsd: number;
  /** Reservations that the journal knows no end of. */
  readonly openReservations: number;
}

/** Where a journal and a ledger differ. Plain data, fit for JSON. */
export interface Reconciliation {
  readonly atMs: number;
  /** Spend and holds are equal in every budget, and every settlement has a budget. */
  readonly agrees: boolean;
  readonly budgets: readonly BudgetReconciliation[];
  readonly unmatched: RebuiltLedger["unmatched"];
}

/**
 * Compares the books of a journal with a ledger's, budget by budget.
 *
 * @param rebuilt the journal's books at the instant of the snapshot
 * @param lines the budgets and windows that were asked for
 * @param snapshot what the ledger's `snapshot` said to `lines`
 * @throws AssertionError for a snapshot of other lines
 */
export function reconcile(
  rebuilt: RebuiltLedger,
  lines: readonly BudgetLine[],
  snapshot: readonly BudgetBalance[],
): Reconciliation {
  const budgets = lines.map((line, index) => {
    const ledger = snapshot[index];
    assert(
      ledger?.budgetId === line.budgetId,
      `The snapshot has ${ledger?.budgetId ?? "nothing"} where ${line.budgetId} was asked for: ` +
        "give the lines that the snapshot was taken of, in their order.",
    );
    return compareBudget(rebuilt, line, ledger);
  });
  const isEqual = budgets.every(
    ({ missingMicroUsd, excessMicroUsd, journalReservedMicroUsd, ledgerReservedMicroUsd }) =>
      missingMicroUsd + excessMicroUsd === 0 && journalReservedMicroUsd === ledgerReservedMicroUsd,
  );
  const { atMs, unmatched } = rebuilt;
  return { atMs, agrees: isEqual && unmatched.settlements === 0, budgets, unmatched };
}

function compareBudget(
  { balances }: RebuiltLedger,
  line: BudgetLine,
  ledger: BudgetBalance,
): BudgetReconciliation {
  const { budgetId } = line;
  const window = windowName(line.window);
  const journal = balances.find((each) => each.budgetId === budgetId && each.window === window);
  const journalSpentMicroUsd = journal?.spentMicroUsd ?? 0;
  const differenceMicroUsd = journalSpentMicroUsd - ledger.spentMicroUsd;
  return {
    budgetId,
    window,
    journalSpentMicroUsd,
    ledgerSpentMicroUsd: ledger.spentMicroUsd,
    missingMicroUsd: Math.max(0, differenceMicroUsd),
    excessMicroUsd: Math.max(0, -differenceMicroUsd),
    journalReservedMicroUsd: journal?.reservedMicroUsd ?? 0,
    ledgerReservedMicroUsd: ledger.reservedMicroUsd,
    openReservations: journal?.openReservations ?? 0,
  };
}
