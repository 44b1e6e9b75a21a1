import type { SwitchyardEvent } from "@switchyard/contract";
import { shardedDelete, shardedGet, shardedSet } from "@switchyard/journal";
import { denyMoney, holdMoney, openBudget, postMoney, type BudgetView } from "./budget-view.ts";
import type { ViewModel } from "./view-model.ts";

/** What is held of each budget and what is spent. */
export function reduceMoney(model: ViewModel, event: SwitchyardEvent): ViewModel {
  switch (event.type) {
    case "rehearsal-started":
      return change(model, Object.keys(model.budgets), (budget, id) =>
        openBudget(budget, event.openingMicroUsd[id] ?? 0, event.atMs),
      );
    case "budget-reserved": {
      const { attemptId, amountMicroUsd, budgets } = event;
      const openHolds = shardedSet(model.openHolds, attemptId, { amountMicroUsd, budgets });
      const held = change(model, budgets, (budget) => holdMoney(budget, amountMicroUsd));
      return { ...held, openHolds };
    }
    case "budget-denied":
      return change(model, [event.budget], denyMoney);
    case "budget-settled":
      return endHold(model, event.attemptId, event.amountMicroUsd, event.atMs);
    case "budget-released":
      return endHold(model, event.attemptId, 0, event.atMs);
    default:
      return model;
  }
}

function endHold(
  model: ViewModel,
  attemptId: string,
  spentMicroUsd: number,
  atMs: number,
): ViewModel {
  const hold = shardedGet(model.openHolds, attemptId);
  if (hold === undefined) return model;
  const posted = change(model, hold.budgets, (budget) =>
    postMoney(budget, hold.amountMicroUsd, spentMicroUsd, atMs),
  );
  return { ...posted, openHolds: shardedDelete(model.openHolds, attemptId) };
}

function change(
  model: ViewModel,
  ids: readonly string[],
  next: (budget: BudgetView, id: string) => BudgetView,
): ViewModel {
  const budgets = { ...model.budgets };
  for (const id of ids) {
    const budget = budgets[id];
    if (budget !== undefined) budgets[id] = next(budget, id);
  }
  return { ...model, budgets };
}
