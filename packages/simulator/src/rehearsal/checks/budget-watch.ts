import type { Budget, Policy, SwitchyardEvent, WindowInstance } from "@switchyard/contract";
import {
  emptyShardedMap,
  shardedDelete,
  shardedGet,
  shardedSet,
  type ShardedMap,
} from "@switchyard/journal";
import { createWindows } from "@switchyard/policy";

/** Spend of one budget, as the events tell it. */
export interface WatchedBudget {
  readonly budget: Budget;
  /** Micro-US-dollars by part of the window: a calendar window's key, or a part's number. */
  readonly parts: ReadonlyMap<string, number>;
  /** Greatest spend that one window held. */
  readonly spentMicroUsdMax: number;
}

/** What a watch remembers. Bounded by budgets, parts of windows and attempts in flight. */
export interface BudgetBalances {
  readonly budgets: ReadonlyMap<string, WatchedBudget>;
  /** Budgets charged by an attempt in flight, with the instant its money was held. */
  readonly held: ShardedMap<Hold>;
}

interface Hold {
  readonly budgets: readonly string[];
  readonly atMs: number;
}

/** Follows spend through events, apart from any ledger. */
export interface BudgetWatch {
  readonly initial: BudgetBalances;
  step(balances: BudgetBalances, event: SwitchyardEvent): BudgetBalances;
}

/**
 * A rolling window is counted in sixtieths, and one that is not wholly inside is left out: the
 * watch never counts too much, so what it calls overspend is overspend.
 */
const PARTS = 60;

/**
 * Makes a watch over all budgets of a policy.
 *
 * @param openingMicroUsd spent before, by budget id
 * @param atMs wall clock at the start
 */
export function createBudgetWatch(
  policy: Policy,
  openingMicroUsd: Readonly<Record<string, number>>,
  atMs: number,
): BudgetWatch {
  const windowAt = createWindows();
  const book = (watched: WatchedBudget, amountMicroUsd: number, heldAtMs: number, nowMs: number) =>
    post(watched, windowAt(watched.budget, heldAtMs), amountMicroUsd, nowMs);
  const opened = policy.budgets.map((budget) => {
    const empty: WatchedBudget = { budget, parts: new Map(), spentMicroUsdMax: 0 };
    return [budget.id, book(empty, openingMicroUsd[budget.id] ?? 0, atMs, atMs)] as const;
  });

  return {
    initial: { budgets: new Map(opened), held: emptyShardedMap() },
    step(balances, event) {
      switch (event.type) {
        case "budget-reserved": {
          const hold = { budgets: event.budgets, atMs: event.atMs };
          return { ...balances, held: shardedSet(balances.held, event.attemptId, hold) };
        }
        case "budget-released":
          return { ...balances, held: shardedDelete(balances.held, event.attemptId) };
        case "budget-settled": {
          const hold = shardedGet(balances.held, event.attemptId) ?? {
            budgets: [],
            atMs: event.atMs,
          };
          const budgets = new Map(balances.budgets);
          for (const id of hold.budgets) {
            const watched = budgets.get(id);
            if (watched === undefined) continue;
            budgets.set(id, book(watched, event.amountMicroUsd, hold.atMs, event.atMs));
          }
          return { budgets, held: shardedDelete(balances.held, event.attemptId) };
        }
        default:
          return balances;
      }
    },
  };
}

/** Books spend in the calendar window it was held in, or in a rolling window's newest part. */
function post(
  { budget, parts, spentMicroUsdMax }: WatchedBudget,
  window: WindowInstance,
  amountMicroUsd: number,
  nowMs: number,
): WatchedBudget {
  const part = window.kind === "calendar" ? 0 : Math.floor(nowMs / (window.durationMs / PARTS));
  const key = window.kind === "calendar" ? window.key : String(part);
  const isKept = (older: string): boolean =>
    window.kind === "calendar" || Number(older) > part - PARTS;
  const kept = new Map([...parts].slice(-PARTS).filter(([older]) => isKept(older)));
  kept.set(key, (kept.get(key) ?? 0) + amountMicroUsd);
  const inWindow =
    window.kind === "calendar"
      ? (kept.get(key) ?? 0)
      : [...kept.values()].reduce((sum, amount) => sum + amount, 0);
  return { budget, parts: kept, spentMicroUsdMax: Math.max(spentMicroUsdMax, inWindow) };
}
