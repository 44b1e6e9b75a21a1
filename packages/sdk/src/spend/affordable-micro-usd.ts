import type { Budget } from "@switchyard/contract";
import { DEMAND_MS, type BudgetReading, type BudgetStanding } from "@switchyard/policy";

/**
 * What this process may spend of a budget in {@link DEMAND_MS}, so that it lasts its window: an
 * even part of what a calendar window has left, or of a rolling one's cap, since that frees as
 * much as it spends. Where other processes spend of it too, this one has the part of it that it
 * had of what was spent of late.
 *
 * @param localMicroUsd what this process spent in {@link DEMAND_MS}
 */
export function affordableMicroUsd(
  { window, capMicroUsd }: Budget,
  { spentMicroUsd, reservedMicroUsd, leftMs }: BudgetReading,
  { spentPerMsMicroUsd }: BudgetStanding,
  localMicroUsd: number,
): number {
  const isRolling = window === "rolling-1h" || window === "rolling-24h";
  const left = isRolling ? capMicroUsd : capMicroUsd - spentMicroUsd - reservedMicroUsd;
  const affordable = (Math.max(0, left) * DEMAND_MS) / Math.max(DEMAND_MS, leftMs);
  const spent = spentPerMsMicroUsd * DEMAND_MS;
  return spent === 0 ? affordable : affordable * Math.min(1, localMicroUsd / spent);
}
