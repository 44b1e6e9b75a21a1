import type { BudgetLine, LedgerPort } from "@switchyard/contract";

/** Opens an empty ledger; `opening` is as in `createMemoryLedger`. */
export type CreateLedger = (
  opening?: Readonly<Record<string, number>>,
) => LedgerPort | Promise<LedgerPort>;

export const HOUR_MS = 3_600_000;
/** A whole hour, so that parts of rolling windows begin at it. */
export const START_MS: number = 490_000 * HOUR_MS;

export function line(capMicroUsd: number, budgetId = "day", day = "2026-11-24"): BudgetLine {
  const window = { kind: "calendar", key: `day:${day}`, endsAtMs: START_MS + 1 } as const;
  return { budgetId, window, capMicroUsd };
}

export function rolling(capMicroUsd: number): BudgetLine {
  return { budgetId: "hour", window: { kind: "rolling", durationMs: HOUR_MS }, capMicroUsd };
}

export async function spent(ledger: LedgerPort, of: BudgetLine, atMs: number): Promise<number> {
  const [balance] = await ledger.snapshot([of], atMs);
  return balance?.spentMicroUsd ?? Number.NaN;
}

export async function reserved(ledger: LedgerPort, of: BudgetLine, atMs: number): Promise<number> {
  const [balance] = await ledger.snapshot([of], atMs);
  return balance?.reservedMicroUsd ?? Number.NaN;
}
