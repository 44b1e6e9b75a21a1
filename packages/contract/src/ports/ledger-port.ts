/** The part of a budget's window that an instant falls in. */
export type WindowInstance =
  /** A calendar window, such as `day:2026-11-24:Europe/Berlin`. */
  | { readonly kind: "calendar"; readonly key: string; readonly endsAtMs: number }
  | { readonly kind: "rolling"; readonly durationMs: number };

/** One budget that an attempt is charged to. */
export interface BudgetLine {
  readonly budgetId: string;
  readonly window: WindowInstance;
  readonly capMicroUsd: number;
}

export interface ReserveRequest {
  readonly attemptId: string;
  /** Upper bound of the attempt's cost. */
  readonly amountMicroUsd: number;
  readonly lines: readonly BudgetLine[];
  /** Wall clock. */
  readonly atMs: number;
  /** After this long without an end the reservation is the ledger's to free. */
  readonly leaseMs: number;
}

export type ReserveOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** The budget that lacks the money. */
      readonly budgetId: string;
      readonly neededMicroUsd: number;
      readonly leftMicroUsd: number;
      /** When its calendar window ends. */
      readonly resetsAtMs?: number;
    };

export interface BudgetBalance {
  readonly budgetId: string;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  readonly capMicroUsd: number;
}

/** What processes tell each other of a budget that they share. */
export interface BudgetWord {
  readonly budgetId: string;
  /**
   * How many of the policy's spend levels are in force, as found at an instant of the wall clock.
   * Absent: nobody has read the budget yet.
   */
  readonly level?: { readonly inForce: number; readonly atMs: number };
  /** What asks would spend if all were let in, in whole micro-US-dollars by route. */
  readonly demandMicroUsd: Readonly<Record<string, number>>;
}

/** The book of spend. Each reservation ends exactly once: settled, released or expired. */
export interface LedgerPort {
  /** It is this process's own memory, so it is never slow and never away. */
  readonly isLocal?: true;
  /** Holds the amount on every line or on none. Idempotent by attempt id. */
  reserve(request: ReserveRequest): Promise<ReserveOutcome>;
  /** Posts what was spent, whatever was held. Idempotent; a late one is booked all the same. */
  settle(end: {
    readonly attemptId: string;
    readonly amountMicroUsd: number;
    readonly atMs: number;
  }): Promise<{ readonly excessMicroUsd: number }>;
  /** Drops the hold. Idempotent. */
  release(end: { readonly attemptId: string; readonly atMs: number }): Promise<void>;
  /** Balances at an instant, in the order of `lines`. */
  snapshot(lines: readonly BudgetLine[], atMs: number): Promise<readonly BudgetBalance[]>;
  /**
   * Takes what a process has found of budgets and what its asks wanted since its last word, and
   * gives, in the order of `words`, what all processes said: the level that was found last, and the
   * demand of the last five minutes for the routes that the word names. Absent: it brings nobody
   * together, and each process throttles by its own asks.
   */
  share?(words: readonly BudgetWord[], atMs: number): Promise<readonly BudgetWord[]>;
}
