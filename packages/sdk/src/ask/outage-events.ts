import type { Budget } from "@switchyard/contract";
import type { LedgerDownNotice, QuotaDownNotice } from "@switchyard/ledger";
import type { EventFacts } from "../events/event-emitter.ts";

/** What a ledger's outage tells, as an event. */
export function outageEvent(notice: LedgerDownNotice, budgets: readonly Budget[]): EventFacts {
  switch (notice.kind) {
    case "ledger-down":
      return ledgerChanged("down", wordsOf(notice.error), budgets);
    case "ledger-up":
      return ledgerChanged("up", "It answered.", budgets);
    case "allowed": {
      const { attemptId, amountMicroUsd } = notice;
      return { type: "allowance-changed", attemptId, to: "used", amountMicroUsd };
    }
    case "denied": {
      const { attemptId, amountMicroUsd, budgetId: budget } = notice;
      return { type: "allowance-changed", attemptId, to: "refused", amountMicroUsd, budget };
    }
    case "reconciled":
    case "unbooked": {
      const { attemptId, spentMicroUsd: amountMicroUsd } = notice;
      const to = notice.kind === "reconciled" ? "booked" : "lost";
      return { type: "allowance-changed", attemptId, to, amountMicroUsd };
    }
    default:
      return notice satisfies never;
  }
}

/** What an outage of the store of quotas tells, as an event. */
export function quotaEvent(notice: QuotaDownNotice): EventFacts {
  return notice.kind === "quota-down"
    ? { type: "quota-changed", to: "down", cause: wordsOf(notice.error) }
    : { type: "quota-changed", to: "up", cause: "It answered." };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ledgerChanged(to: "down" | "up", cause: string, budgets: readonly Budget[]): EventFacts {
  const allowancesMicroUsd: Record<string, number> = {};
  for (const { id, onLedgerDown } of budgets)
    if (onLedgerDown.kind === "fail-open-within") allowancesMicroUsd[id] = onLedgerDown.microUsd;
  return { type: "ledger-changed", to, cause, allowancesMicroUsd };
}
