import type { AskEventBase, EventBase } from "./event-base.ts";

/** Money was held for an attempt. */
export interface BudgetReservedEvent extends AskEventBase {
  readonly type: "budget-reserved";
  readonly attemptId: string;
  readonly amountMicroUsd: number;
  readonly budgets: readonly string[];
  /** The window of each budget, as `windowName` says it. Absent: an older writer's event. */
  readonly windows?: readonly string[];
  /** After this long without an end the hold is the ledger's to free. Absent: an older writer's. */
  readonly leaseMs?: number;
}

export interface BudgetDeniedEvent extends AskEventBase {
  readonly type: "budget-denied";
  readonly attemptId: string;
  readonly endpoint: string;
  readonly budget: string;
  readonly neededMicroUsd: number;
  readonly leftMicroUsd: number;
}

/** A reservation ended in a posting. */
export interface BudgetSettledEvent extends AskEventBase {
  readonly type: "budget-settled";
  readonly attemptId: string;
  readonly amountMicroUsd: number;
  /** Reported by the provider, or our estimate where it reported none. */
  readonly source: "usage" | "estimate";
  /** What exceeded the reservation. */
  readonly excessMicroUsd: number;
}

export interface BudgetReleasedEvent extends AskEventBase {
  readonly type: "budget-released";
  readonly attemptId: string;
}

/** The ledger failed or was too slow, or answered again. */
export interface LedgerChangedEvent extends EventBase {
  readonly type: "ledger-changed";
  readonly to: "down" | "up";
  readonly cause: string;
  /** What budgets may spend without it in each process, by id. The others let nothing through. */
  readonly allowancesMicroUsd: Readonly<Record<string, number>>;
}

/**
 * The store of quotas failed or was too slow, or answered again. While it is down each process
 * keeps to the whole limits by itself.
 */
export interface QuotaChangedEvent extends EventBase {
  readonly type: "quota-changed";
  readonly to: "down" | "up";
  readonly cause: string;
}

/** An attempt met a ledger that was down or too slow. */
export interface AllowanceChangedEvent extends EventBase {
  readonly type: "allowance-changed";
  readonly attemptId: string;
  /**
   * `used`: let through on its budgets' allowances; `refused`: not let through; `booked`: the
   * ledger has been told; `lost`: the ledger does not know the attempt any more.
   */
  readonly to: "used" | "refused" | "booked" | "lost";
  readonly amountMicroUsd: number;
  /** The budget that refused. */
  readonly budget?: string;
}

/** A settlement found its lease over: it is booked in full, and nothing was held for it. */
export interface LeaseExpiredEvent extends AskEventBase {
  readonly type: "lease-expired";
  readonly attemptId: string;
  readonly amountMicroUsd: number;
}

/** The ledger could not be told an end in time; its lease frees the hold. */
export interface SettlementFailedEvent extends AskEventBase {
  readonly type: "settlement-failed";
  readonly attemptId: string;
  /** Spent and not booked; 0 for a release. */
  readonly amountMicroUsd: number;
  readonly cause: string;
}
