import type { EventBase } from "./event-base.ts";

/** What the alerts of a budget carry. */
interface BudgetEventBase extends EventBase {
  readonly budget: string;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  readonly capMicroUsd: number;
  /** When the cap is reached at the latest rate of spend, epoch milliseconds. Absent: not before
   * its window ends. */
  readonly exhaustsAtMs?: number;
}

/** Spend reached one of the shares of its cap that a budget's `alerts` name. */
export interface BudgetAlertEvent extends BudgetEventBase {
  readonly type: "budget-alert";
  /** 0 to 1. */
  readonly share: number;
}

/** A budget began to burn as fast as one of the policy's `burnAlerts`, or no longer does. */
export interface BurnAlertEvent extends BudgetEventBase {
  readonly type: "burn-alert";
  readonly to: "firing" | "ended";
  readonly windowMs: number;
  readonly longWindowMs: number;
  /** The rate that fires it; 1 = the cap lasts exactly its window. */
  readonly alertRate: number;
  /** Rates over the two windows. */
  readonly rate: number;
  readonly longRate: number;
  /** Another policy changed it. Absent: spend did. */
  readonly cause?: "policy";
}

/** A budget entered or left levels of the policy's `spend`. */
export interface SpendLevelChangedEvent extends BudgetEventBase {
  readonly type: "spend-level-changed";
  /** How many levels were in force, and are now. */
  readonly from: number;
  readonly to: number;
  /** Another policy changed it. Absent: spend did. */
  readonly cause?: "policy";
}

/** A route's asks are let in by a share, for want of money, or all of them again. */
export interface ThrottleChangedEvent extends EventBase {
  readonly type: "throttle-changed";
  readonly route: string;
  /** The budget that is short. */
  readonly budget: string;
  readonly to: "throttled" | "free";
  /** Share that is let in at first, 0 to 1. It follows demand without a further event. */
  readonly share: number;
  /** Another policy changed it. Absent: spend did. */
  readonly cause?: "policy";
}

export type SpendEvent =
  BudgetAlertEvent | BurnAlertEvent | SpendLevelChangedEvent | ThrottleChangedEvent;
