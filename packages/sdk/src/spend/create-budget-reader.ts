import type { Budget, BudgetWord } from "@switchyard/contract";
import type { LedgerDownLedger } from "@switchyard/ledger";
import { createLinesOf, type BudgetReading } from "@switchyard/policy";

/** How a budget stands, and what all processes that share the ledger want of it. */
export interface SharedReading extends BudgetReading, Pick<BudgetWord, "demandMicroUsd"> {}

/** Leaves this process's word with the ledger, and reads what it says of the words' budgets. */
export type ReadBudgets = (
  budgets: readonly Budget[],
  words: readonly BudgetWord[],
  epochMs: number,
) => Promise<readonly SharedReading[]>;

export function createBudgetReader(
  ledger: Pick<LedgerDownLedger, "snapshot" | "share">,
): ReadBudgets {
  const linesAt = createLinesOf();
  return async (budgets, words, epochMs) => {
    const lines = linesAt(budgets, epochMs);
    const [balances, heard] = await Promise.all([
      ledger.snapshot(lines, epochMs),
      ledger.share(words, epochMs),
    ]);
    // Balances come in the order of the lines, and words in the order of the budgets.
    return lines.flatMap(({ budgetId, window }, index): readonly SharedReading[] => {
      const balance = balances[index];
      if (balance === undefined) return [];
      const { spentMicroUsd, reservedMicroUsd } = balance;
      const { level, demandMicroUsd = {} } = heard[index] ?? {};
      const ends =
        window.kind === "calendar"
          ? { window: window.key, leftMs: window.endsAtMs - epochMs }
          : { window: "rolling", leftMs: window.durationMs };
      return [
        {
          budgetId,
          spentMicroUsd,
          reservedMicroUsd,
          ...ends,
          ...(level !== undefined && { levelInForce: level.inForce }),
          demandMicroUsd,
        },
      ];
    });
  };
}
