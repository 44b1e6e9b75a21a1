import type { SwitchyardEvent } from "@switchyard/contract";
import type { Fold } from "../fold.ts";
import { byName } from "./by-name.ts";
import { localDayIn } from "./local-day.ts";
import {
  emptyShardedMap,
  shardedDelete,
  shardedGet,
  shardedSet,
  type ShardedMap,
} from "./sharded-map.ts";

/** Money spent, in whole micro-US-dollars. */
export interface SpentAmount {
  /** By the usage that providers reported. */
  readonly settledMicroUsd: number;
  /** By our estimate, where they reported none. */
  readonly estimatedMicroUsd: number;
  /** Calls that were paid for. */
  readonly calls: number;
}

/** Money held for calls that have not ended. */
export interface HeldAmount {
  readonly reservations: number;
  readonly reservedMicroUsd: number;
}

/** Spend of a journal, once for each way to split it; each split adds up to the total. */
export interface Spend {
  readonly total: SpentAmount;
  readonly byRoute: Readonly<Record<string, SpentAmount>>;
  readonly byIntent: Readonly<Record<string, SpentAmount>>;
  readonly bySegment: Readonly<Record<string, SpentAmount>>;
  readonly byModel: Readonly<Record<string, SpentAmount>>;
  readonly byProvider: Readonly<Record<string, SpentAmount>>;
  /** By the day, as `2026-11-24`, on which the money was posted. */
  readonly byDay: Readonly<Record<string, SpentAmount>>;
  /** What was reserved and neither settled nor released. */
  readonly open: HeldAmount;
}

/** What a call is counted under when the journal does not have its beginning. */
export const UNKNOWN_NAME = "(unknown)";

const SPLITS = ["byRoute", "byIntent", "bySegment", "byModel", "byProvider", "byDay"] as const;
type Split = (typeof SPLITS)[number];

type AskFacts = Readonly<Record<"byIntent" | "bySegment", string>>;
type CallFacts = Readonly<Record<Exclude<Split, "byDay">, string>>;

interface OpenCall {
  /** Undefined: the journal does not have its reservation. */
  readonly amountMicroUsd: number | undefined;
  readonly facts: CallFacts;
}

/** What a spend fold remembers. Bounded by the names there are and 16,384 asks and calls in flight. */
export interface SpendState {
  readonly asks: ShardedMap<AskFacts>;
  readonly calls: ShardedMap<OpenCall>;
  readonly total: SpentAmount;
  readonly splits: Readonly<Record<Split, ReadonlyMap<string, SpentAmount>>>;
  readonly open: HeldAmount;
}

const NOTHING: SpentAmount = { settledMicroUsd: 0, estimatedMicroUsd: 0, calls: 0 };
const UNKNOWN_ASK: AskFacts = { byIntent: UNKNOWN_NAME, bySegment: UNKNOWN_NAME };
const UNKNOWN_CALL: OpenCall = {
  amountMicroUsd: undefined,
  facts: {
    ...UNKNOWN_ASK,
    byRoute: UNKNOWN_NAME,
    byModel: UNKNOWN_NAME,
    byProvider: UNKNOWN_NAME,
  },
};

const NO_SPLITS: SpendState["splits"] = {
  byRoute: new Map(),
  byIntent: new Map(),
  bySegment: new Map(),
  byModel: new Map(),
  byProvider: new Map(),
  byDay: new Map(),
};

/**
 * Folds events into {@link Spend}. How the events of several writers are mixed does not matter, as
 * long as each writer's own are in order.
 *
 * @param timeZone IANA name of the zone whose days count
 * @throws ConfigurationError for a zone that the platform does not know
 */
export function createSpendFold(timeZone: string): Fold<SpendState, Spend> {
  const dayOf = localDayIn(timeZone);
  return {
    initial: {
      asks: emptyShardedMap(),
      calls: emptyShardedMap(),
      total: NOTHING,
      splits: NO_SPLITS,
      open: { reservations: 0, reservedMicroUsd: 0 },
    },
    step: (state, event) => stepSpend(state, event, dayOf),
    read: ({ total, splits, open }) => ({
      total,
      byRoute: byName(splits.byRoute, (spent) => spent),
      byIntent: byName(splits.byIntent, (spent) => spent),
      bySegment: byName(splits.bySegment, (spent) => spent),
      byModel: byName(splits.byModel, (spent) => spent),
      byProvider: byName(splits.byProvider, (spent) => spent),
      byDay: byName(splits.byDay, (spent) => spent),
      open,
    }),
  };
}

function stepSpend(
  state: SpendState,
  event: SwitchyardEvent,
  dayOf: (epochMs: number) => string,
): SpendState {
  switch (event.type) {
    case "ask-received": {
      const facts = { byIntent: event.intent, bySegment: event.segment };
      return { ...state, asks: shardedSet(state.asks, event.askId, facts) };
    }
    case "ask-answered":
    case "ask-failed":
      return { ...state, asks: shardedDelete(state.asks, event.askId) };
    case "budget-reserved": {
      const { amountMicroUsd } = event;
      const ask = shardedGet(state.asks, event.askId) ?? UNKNOWN_ASK;
      const call = { amountMicroUsd, facts: { ...UNKNOWN_CALL.facts, ...ask } };
      return {
        ...state,
        calls: shardedSet(state.calls, event.attemptId, call),
        open: heldMore(state.open, 1, amountMicroUsd),
      };
    }
    case "attempt-started": {
      const { route, model, provider } = event;
      const call = shardedGet(state.calls, event.attemptId) ?? UNKNOWN_CALL;
      const named = { byRoute: route, byModel: model, byProvider: provider };
      const facts = { ...call.facts, ...shardedGet(state.asks, event.askId), ...named };
      return { ...state, calls: shardedSet(state.calls, event.attemptId, { ...call, facts }) };
    }
    case "budget-released":
      return endCall(state, event.attemptId);
    case "budget-settled": {
      const { facts } = shardedGet(state.calls, event.attemptId) ?? UNKNOWN_CALL;
      const spent = spentBy(event);
      const names: Readonly<Record<Split, string>> = { ...facts, byDay: dayOf(event.atMs) };
      const ended = endCall(state, event.attemptId);
      const splits = { ...ended.splits };
      for (const split of SPLITS) splits[split] = withSpent(splits[split], names[split], spent);
      return { ...ended, total: sumOf(ended.total, spent), splits };
    }
    default:
      return state;
  }
}

function spentBy({
  amountMicroUsd,
  source,
}: Extract<SwitchyardEvent, { readonly type: "budget-settled" }>): SpentAmount {
  return source === "usage"
    ? { settledMicroUsd: amountMicroUsd, estimatedMicroUsd: 0, calls: 1 }
    : { settledMicroUsd: 0, estimatedMicroUsd: amountMicroUsd, calls: 1 };
}

function endCall(state: SpendState, attemptId: string): SpendState {
  const call = shardedGet(state.calls, attemptId);
  if (call === undefined) return state;
  const calls = shardedDelete(state.calls, attemptId);
  if (call.amountMicroUsd === undefined) return { ...state, calls };
  return { ...state, calls, open: heldMore(state.open, -1, -call.amountMicroUsd) };
}

function heldMore(held: HeldAmount, reservations: number, microUsd: number): HeldAmount {
  return {
    reservations: held.reservations + reservations,
    reservedMicroUsd: held.reservedMicroUsd + microUsd,
  };
}

function withSpent(
  split: ReadonlyMap<string, SpentAmount>,
  name: string,
  spent: SpentAmount,
): ReadonlyMap<string, SpentAmount> {
  return new Map(split).set(name, sumOf(split.get(name) ?? NOTHING, spent));
}

function sumOf(a: SpentAmount, b: SpentAmount): SpentAmount {
  return {
    settledMicroUsd: a.settledMicroUsd + b.settledMicroUsd,
    estimatedMicroUsd: a.estimatedMicroUsd + b.estimatedMicroUsd,
    calls: a.calls + b.calls,
  };
}
