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
  /** Oldest first. */
  readonly parts: readonly WindowPart[];
  /** Greatest spend that one window held. */
  readonly spentMicroUsdMax: number;
}

/** Spend in one part of a window. */
interface WindowPart {
  /** A calendar window's key, or a part's number. */
  readonly key: string | number;
  readonly amountMicroUsd: number;
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
    const empty: WatchedBudget = { budget, parts: [], spentMicroUsdMax: 0 };
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
  const isCalendar = window.kind === "calendar";
  const part = isCalendar ? 0 : Math.floor(nowMs / (window.durationMs / PARTS));
  const key = isCalendar ? window.key : part;
  const place = parts.findLastIndex((known) => known.key === key);
  const sum = (parts[place]?.amountMicroUsd ?? 0) + amountMicroUsd;
  const isKept = (older: WindowPart): boolean => isCalendar || Number(older.key) > part - PARTS;
  // What is too old for a part went when the part began.
  const kept =
    place >= 0
      ? parts.with(place, { key, amountMicroUsd: sum })
      : [...parts.slice(-PARTS).filter(isKept), { key, amountMicroUsd: sum }];
  const inWindow = isCalendar
    ? sum
    : kept.reduce((total, { amountMicroUsd: amount }) => total + amount, 0);
  return { budget, parts: kept, spentMicroUsdMax: Math.max(spentMicroUsdMax, inWindow) };
}
