import type { BudgetReservedEvent, SwitchyardEvent } from "@switchyard/contract";
import { foldStream, type Fold } from "../fold.ts";
import {
  emptyShardedMap,
  shardedDelete,
  shardedGet,
  shardedSet,
  type ShardedMap,
} from "../folds/sharded-map.ts";
import { postSpend, spendAt, type WindowSpend } from "./window-spend.ts";

/** One window of one budget as a journal tells it. */
export interface JournalBalance {
  readonly budgetId: string;
  /** As `windowName` says it; {@link UNKNOWN_WINDOW} for reservations that name none. */
  readonly window: string;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  /** Reservations that are neither ended nor expired. */
  readonly openReservations: number;
}

/** The books as a journal tells them. */
export interface RebuiltLedger {
  readonly atMs: number;
  /** By budget, then by window. */
  readonly balances: readonly JournalBalance[];
  /** Settlements whose reservation the journal lacks, so that no budget is known to pay them. */
  readonly unmatched: { readonly settlements: number; readonly amountMicroUsd: number };
}

/** Where reservations of older writers are booked, which name budgets and no windows. */
export const UNKNOWN_WINDOW = "(unknown)";

interface Hold {
  readonly amountMicroUsd: number;
  readonly charges: readonly Charge[];
  /** Infinite where the event names no lease. */
  readonly expiresAtMs: number;
}

interface Charge {
  readonly budgetId: string;
  readonly window: string;
}

/** What a rebuild remembers. Bounded by budgets, windows kept and 16,384 calls in flight. */
export interface LedgerState {
  readonly holds: ShardedMap<Hold>;
  /** Spend by budget and window. */
  readonly spent: ReadonlyMap<string, ReadonlyMap<string, WindowSpend>>;
  /** Spend that a rehearsal began with, until the budget is first used. */
  readonly opening: ReadonlyMap<string, number>;
  readonly unmatched: RebuiltLedger["unmatched"];
}

/** More than a year of days. Beyond, the window whose name comes first is forgotten. */
const WINDOWS_KEPT_MAX = 400;

/**
 * Folds events into the books as they stood at an instant; what happened later is left out. How
 * the events of several writers are mixed does not matter, as long as each writer's own are in
 * order.
 *
 * The books equal those of a ledger that began empty with the journal, where events and ledger
 * saw one clock: spend that is posted on one side of an instant and told on the other, a moment
 * later, may be counted in the next sixtieth of a rolling window.
 */
export function createLedgerFold(atMs: number): Fold<LedgerState, RebuiltLedger> {
  return {
    initial: {
      holds: emptyShardedMap(),
      spent: new Map(),
      opening: new Map(),
      unmatched: { settlements: 0, amountMicroUsd: 0 },
    },
    step: (state, event) => (event.atMs > atMs ? state : stepLedger(state, event)),
    read: (state) => readLedger(state, atMs),
  };
}

/** The books at an instant out of events, such as those of a journal that is read. */
export function rebuildLedger(
  events: Iterable<SwitchyardEvent> | AsyncIterable<SwitchyardEvent>,
  atMs: number,
): Promise<RebuiltLedger> {
  return foldStream(createLedgerFold(atMs), events);
}

function stepLedger(state: LedgerState, event: SwitchyardEvent): LedgerState {
  switch (event.type) {
    case "rehearsal-started":
      return { ...state, opening: new Map(Object.entries(event.openingMicroUsd)) };
    case "budget-reserved":
      return hold(state, event);
    case "budget-released":
      return { ...state, holds: shardedDelete(state.holds, event.attemptId) };
    case "budget-settled": {
      const { attemptId, amountMicroUsd, atMs } = event;
      const held = shardedGet(state.holds, attemptId);
      if (held === undefined) {
        const { unmatched } = state;
        return {
          ...state,
          unmatched: {
            settlements: unmatched.settlements + 1,
            amountMicroUsd: unmatched.amountMicroUsd + amountMicroUsd,
          },
        };
      }
      const holds = shardedDelete(state.holds, attemptId);
      return { ...state, holds, spent: post(state.spent, held.charges, amountMicroUsd, atMs) };
    }
    default:
      return state;
  }
}

function hold(state: LedgerState, event: BudgetReservedEvent): LedgerState {
  const { attemptId, amountMicroUsd, budgets, windows, leaseMs = Infinity, atMs } = event;
  const charges = budgets.map((budgetId, index) => ({
    budgetId,
    window: windows?.[index] ?? UNKNOWN_WINDOW,
  }));
  const holds = shardedSet(state.holds, attemptId, {
    amountMicroUsd,
    charges,
    expiresAtMs: atMs + leaseMs,
  });
  const first = charges.filter(({ budgetId }) => state.opening.has(budgetId));
  if (first.length === 0) return { ...state, holds };
  const opening = new Map(state.opening);
  let { spent } = state;
  for (const charge of first) {
    spent = post(spent, [charge], opening.get(charge.budgetId) ?? 0, atMs);
    opening.delete(charge.budgetId);
  }
  return { ...state, holds, spent, opening };
}

function post(
  spent: LedgerState["spent"],
  charges: readonly Charge[],
  amountMicroUsd: number,
  atMs: number,
): LedgerState["spent"] {
  if (charges.length === 0) return spent;
  const budgets = new Map(spent);
  for (const { budgetId, window } of charges) {
    const windows = new Map(budgets.get(budgetId));
    windows.set(window, postSpend(window, windows.get(window), amountMicroUsd, atMs));
    if (windows.size > WINDOWS_KEPT_MAX) windows.delete([...windows.keys()].sort()[0] ?? window);
    budgets.set(budgetId, windows);
  }
  return budgets;
}

function readLedger({ holds, spent, unmatched }: LedgerState, atMs: number): RebuiltLedger {
  const balances = new Map<string, JournalBalance>();
  const add = (
    { budgetId, window }: Charge,
    amounts: Omit<JournalBalance, "budgetId" | "window">,
  ): void => {
    const key = `${budgetId}\n${window}`;
    const known = balances.get(key);
    balances.set(key, {
      budgetId,
      window,
      spentMicroUsd: (known?.spentMicroUsd ?? 0) + amounts.spentMicroUsd,
      reservedMicroUsd: (known?.reservedMicroUsd ?? 0) + amounts.reservedMicroUsd,
      openReservations: (known?.openReservations ?? 0) + amounts.openReservations,
    });
  };
  for (const [budgetId, windows] of spent)
    for (const [window, spend] of windows) {
      const spentMicroUsd = spendAt(window, spend, atMs);
      add({ budgetId, window }, { spentMicroUsd, reservedMicroUsd: 0, openReservations: 0 });
    }
  for (const shard of holds)
    for (const { value } of shard) {
      const { amountMicroUsd, charges, expiresAtMs } = value;
      if (expiresAtMs <= atMs) continue;
      const held = { spentMicroUsd: 0, reservedMicroUsd: amountMicroUsd, openReservations: 1 };
      for (const charge of charges) add(charge, held);
    }
  const ordered = [...balances].sort(([a], [b]) => (a < b ? -1 : 1));
  return { atMs, balances: ordered.map(([, balance]) => balance), unmatched };
}
