import type { Budget } from "@switchyard/contract";
import { DEMAND_MS, type BudgetReading } from "@switchyard/policy";

/**
 * What all processes may spend of a budget in {@link DEMAND_MS}, so that it lasts its window: an
 * even part of what a calendar window has left, or of a rolling one's cap, since that frees as much
 * as it spends.
 */
export function affordableMicroUsd(
  { window, capMicroUsd }: Budget,
  { spentMicroUsd, reservedMicroUsd, leftMs }: BudgetReading,
): number {
  const isRolling = window === "rolling-1h" || window === "rolling-24h";
  const left = isRolling ? capMicroUsd : capMicroUsd - spentMicroUsd - reservedMicroUsd;
  return (Math.max(0, left) * DEMAND_MS) / Math.max(DEMAND_MS, leftMs);
}
