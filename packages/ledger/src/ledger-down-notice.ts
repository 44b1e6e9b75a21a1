/** What happened because the ledger was down. */
export type LedgerDownNotice =
  | { readonly kind: "ledger-down"; readonly error: unknown }
  | { readonly kind: "ledger-up" }
  /** An attempt was let through on the allowances of its budgets. */
  | { readonly kind: "allowed"; readonly attemptId: string; readonly amountMicroUsd: number }
  | {
      readonly kind: "denied";
      readonly attemptId: string;
      readonly amountMicroUsd: number;
      /** The budget that did not let it through. */
      readonly budgetId: string;
    }
  /** The ledger has now been told what it missed of an attempt. */
  | { readonly kind: "reconciled"; readonly attemptId: string; readonly spentMicroUsd: number }
  /** The ledger does not know the attempt any more, so what it spent is in no book. */
  | { readonly kind: "unbooked"; readonly attemptId: string; readonly spentMicroUsd: number };
