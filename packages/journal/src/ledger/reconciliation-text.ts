import type { BudgetReconciliation, Reconciliation } from "./reconcile.ts";

/** A reconciliation for people: a line for each budget, and one for what has none. */
export function reconciliationText({ budgets, unmatched }: Reconciliation): string {
  const lines = budgets.map(budgetText);
  if (unmatched.settlements > 0)
    lines.push(
      `no budget: ${count(unmatched.settlements, "settlement")} of ` +
        `${dollars(unmatched.amountMicroUsd)} without a reservation in the journal; ` +
        "give its earlier files too",
    );
  return lines.join("\n");
}

function budgetText(budget: BudgetReconciliation): string {
  const { budgetId, window, openReservations } = budget;
  const { journalReservedMicroUsd, ledgerReservedMicroUsd } = budget;
  const held =
    journalReservedMicroUsd === ledgerReservedMicroUsd
      ? `${dollars(ledgerReservedMicroUsd)} held`
      : `${dollars(ledgerReservedMicroUsd)} held in the ledger and ` +
        `${dollars(journalReservedMicroUsd)} in the journal`;
  const open = count(openReservations, "open reservation");
  return `${budgetId} (${window}): ${spendText(budget)}; ${held}, ${open} in the journal`;
}

function spendText(budget: BudgetReconciliation): string {
  const { missingMicroUsd, excessMicroUsd } = budget;
  const ledger = dollars(budget.ledgerSpentMicroUsd);
  const both = `(ledger ${ledger}, journal ${dollars(budget.journalSpentMicroUsd)})`;
  if (missingMicroUsd > 0) return `the ledger lacks ${dollars(missingMicroUsd)} ${both}`;
  if (excessMicroUsd > 0) return `the journal lacks ${dollars(excessMicroUsd)} ${both}`;
  return `${ledger} spent in both`;
}

/** To the micro-dollar: `$1.000001`. */
function dollars(microUsd: number): string {
  const whole = Math.floor(microUsd / 1_000_000);
  return `$${whole}.${String(microUsd - whole * 1_000_000).padStart(6, "0")}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
