import type { BudgetLine, LedgerPort } from "@switchyard/contract";

export const HOUR_MS = 3_600_000;
/** A whole hour, so that parts of rolling windows begin at it. */
export const START_MS: number = 490_000 * HOUR_MS;
/** A lease that outlives each check which does not look at leases. */
export const LEASE_MS = 10_000;

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

/** Reserves on one line, or on several. */
export async function hold(
  ledger: LedgerPort,
  attemptId: string,
  amountMicroUsd: number,
  on: BudgetLine | readonly BudgetLine[],
  atMs: number = START_MS,
): ReturnType<LedgerPort["reserve"]> {
  const lines = "budgetId" in on ? [on] : on;
  return await ledger.reserve({ attemptId, amountMicroUsd, lines, atMs, leaseMs: LEASE_MS });
}
