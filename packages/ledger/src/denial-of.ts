import type { BudgetLine, ReserveOutcome } from "@switchyard/contract";

/** The refusal of a line that lacks the money; undefined if it has enough. */
export function denialOf(
  { budgetId, window }: BudgetLine,
  neededMicroUsd: number,
  leftMicroUsd: number,
): ReserveOutcome | undefined {
  if (neededMicroUsd <= leftMicroUsd) return undefined;
  return {
    ok: false,
    budgetId,
    neededMicroUsd,
    leftMicroUsd: Math.max(0, leftMicroUsd),
    ...(window.kind === "calendar" ? { resetsAtMs: window.endsAtMs } : {}),
  };
}
