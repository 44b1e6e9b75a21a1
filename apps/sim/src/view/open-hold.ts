/** What must be remembered of an attempt until its hold ends. */
export interface OpenHold {
  readonly amountMicroUsd: number;
  readonly budgets: readonly string[];
}
