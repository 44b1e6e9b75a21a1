import { defineInvariant, type Invariant } from "./invariant.ts";

export const spendAddsUp: Invariant = defineInvariant(
  "spend-adds-up",
  "What attempts cost, what budgets were charged and what the ask reports are one sum.",
  ({ events }, report) => {
    const attempts = new Map<string, { costMicroUsd: number; calls: number }>();
    const settled = new Map<string, number>();
    for (const event of events) {
      switch (event.type) {
        case "budget-settled":
          settled.set(event.attemptId, event.amountMicroUsd);
          break;
        case "attempt-ended": {
          const { askId, costMicroUsd } = event;
          const sum = attempts.get(askId) ?? { costMicroUsd: 0, calls: 0 };
          sum.costMicroUsd += costMicroUsd;
          sum.calls += 1;
          attempts.set(askId, sum);
          break;
        }
        case "ask-answered":
        case "ask-failed": {
          const { askId } = event;
          const sum = attempts.get(askId) ?? { costMicroUsd: 0, calls: 0 };
          if (sum.costMicroUsd !== event.costMicroUsd || sum.calls !== event.attempts)
            report(
              `It reports ${event.attempts} attempts for ${event.costMicroUsd} micro-USD; its ` +
                `${sum.calls} attempts cost ${sum.costMicroUsd}.`,
              askId,
            );
          break;
        }
        default:
      }
    }
    for (const event of events) {
      if (event.type !== "attempt-ended") continue;
      const charged = settled.get(event.attemptId) ?? 0;
      if (charged !== event.costMicroUsd)
        report(
          `Attempt ${event.attemptId} cost ${event.costMicroUsd} micro-USD; ${charged} were charged.`,
          event.askId,
        );
    }
  },
);
