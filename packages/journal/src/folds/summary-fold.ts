import type { AskAnsweredEvent, AskFailedEvent, SwitchyardEvent } from "@switchyard/contract";
import type { Fold } from "../fold.ts";
import { EMPTY_TALLY, tallyAsk, type AskTally } from "./ask-tally.ts";
import { byName } from "./by-name.ts";
import { latencyQuantile } from "./latency-sketch.ts";
import { stepOpenAsks, type OpenAsks } from "./open-asks.ts";
import { emptyShardedMap, shardedGet } from "./sharded-map.ts";
import { addName, hasName, NO_NAMES, type RecentNames } from "./recent-names.ts";

/** How the asks of one route, or all of them, ended. */
export interface AskSummary extends Omit<AskTally, "latencies"> {
  /** Latency of answers by a model, within 1%; null without one. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** How a provider's calls ended. */
export interface ProviderSummary {
  readonly attempts: number;
  readonly ok: number;
  readonly failed: number;
  /** Cut because another call of the ask answered first. */
  readonly outrun: number;
  readonly costMicroUsd: number;
}

/** A stream of events in figures. */
export interface Summary extends AskSummary {
  /** Calls made: first ones, retries, fallbacks and hedges. */
  readonly attempts: number;
  readonly retries: number;
  readonly hedges: number;
  /** Spend of calls that were outrun: what hedging cost. */
  readonly outrunMicroUsd: number;
  /** Spend of all calls that ended, in micro-US-dollars. */
  readonly spendMicroUsd: number;
  /** Tasks of which an ask was answered by a model. */
  readonly successfulTasks: number;
  /** All spend over successful tasks; null without one. The north star. */
  readonly costPerSuccessfulTaskMicroUsd: number | null;
  /** Share of asks in which a fallback was tried, 0 to 1. */
  readonly fallbackRate: number;
  /** By route id; asks that no route took are in none. */
  readonly byRoute: Readonly<Record<string, AskSummary>>;
  readonly byProvider: Readonly<Record<string, ProviderSummary>>;
}

/** What {@link summaryFold} remembers. Bounded by routes, providers and asks in flight. */
export interface SummaryState {
  readonly open: OpenAsks;
  readonly total: AskTally;
  readonly byRoute: ReadonlyMap<string, AskTally>;
  readonly byProvider: ReadonlyMap<string, ProviderSummary>;
  readonly attempts: number;
  readonly retries: number;
  readonly hedges: number;
  readonly outrunMicroUsd: number;
  readonly spendMicroUsd: number;
  readonly successfulTasks: number;
  /** Tasks the caller named and that succeeded: a re-ask of one is no second success. */
  readonly tasks: RecentNames;
}

const NO_CALLS: ProviderSummary = {
  attempts: 0,
  ok: 0,
  failed: 0,
  outrun: 0,
  costMicroUsd: 0,
};

/** Folds events into a {@link Summary}. A task is recognised among the last 65,536 named ones. */
export const summaryFold: Fold<SummaryState, Summary> = {
  initial: {
    open: emptyShardedMap(),
    total: EMPTY_TALLY,
    byRoute: new Map(),
    byProvider: new Map(),
    attempts: 0,
    retries: 0,
    hedges: 0,
    outrunMicroUsd: 0,
    spendMicroUsd: 0,
    successfulTasks: 0,
    tasks: NO_NAMES,
  },
  step: stepSummary,
  read: readSummary,
};

function stepSummary(before: SummaryState, event: SwitchyardEvent): SummaryState {
  const open = stepOpenAsks(before.open, event);
  const state = open === before.open ? before : { ...before, open };
  switch (event.type) {
    case "attempt-started":
      return {
        ...state,
        attempts: state.attempts + 1,
        retries: state.retries + Number(event.kind === "retry"),
        hedges: state.hedges + Number(event.kind === "hedge"),
      };
    case "attempt-ended": {
      const { provider, outcome, costMicroUsd } = event;
      const calls = state.byProvider.get(provider) ?? NO_CALLS;
      const isOutrun = outcome === "outrun";
      return {
        ...state,
        outrunMicroUsd: state.outrunMicroUsd + (isOutrun ? costMicroUsd : 0),
        spendMicroUsd: state.spendMicroUsd + costMicroUsd,
        byProvider: new Map(state.byProvider).set(provider, {
          attempts: calls.attempts + 1,
          ok: calls.ok + Number(outcome === "ok"),
          failed: calls.failed + Number(outcome !== "ok" && !isOutrun),
          outrun: calls.outrun + Number(isOutrun),
          costMicroUsd: calls.costMicroUsd + costMicroUsd,
        }),
      };
    }
    case "ask-answered":
    case "ask-failed":
      // A judge's ask is the router's own: it costs, and is no user's.
      return event.judgesAskId !== undefined ? state : endAsk(state, before.open, event);
    default:
      return state;
  }
}

function endAsk(
  state: SummaryState,
  openBefore: OpenAsks,
  end: AskAnsweredEvent | AskFailedEvent,
): SummaryState {
  const ask = shardedGet(openBefore, end.askId);
  const fellBack = ask?.fellBack ?? false;
  const route = end.type === "ask-answered" ? end.route : ask?.route;
  const tallied: SummaryState = {
    ...state,
    total: tallyAsk(state.total, end, fellBack),
    byRoute:
      route === undefined
        ? state.byRoute
        : new Map(state.byRoute).set(
            route,
            tallyAsk(state.byRoute.get(route) ?? EMPTY_TALLY, end, fellBack),
          ),
  };
  const isSuccess = end.type === "ask-answered" && end.endpoint !== undefined;
  if (!isSuccess || hasName(state.tasks, end.taskId)) return tallied;
  return {
    ...tallied,
    successfulTasks: state.successfulTasks + 1,
    tasks: end.taskId === end.askId ? state.tasks : addName(state.tasks, end.taskId),
  };
}

function readSummary(state: SummaryState): Summary {
  const { total, spendMicroUsd, successfulTasks } = state;
  const { attempts, retries, hedges, outrunMicroUsd } = state;
  return {
    ...summariseTally(total),
    attempts,
    retries,
    hedges,
    outrunMicroUsd,
    spendMicroUsd,
    successfulTasks,
    costPerSuccessfulTaskMicroUsd:
      successfulTasks === 0 ? null : Math.round(spendMicroUsd / successfulTasks),
    fallbackRate: total.requests === 0 ? 0 : total.fellBack / total.requests,
    byRoute: byName(state.byRoute, summariseTally),
    byProvider: byName(state.byProvider, (calls) => calls),
  };
}

function summariseTally({ latencies, ...counts }: AskTally): AskSummary {
  return {
    ...counts,
    p50Ms: latencyQuantile(latencies, 0.5),
    p95Ms: latencyQuantile(latencies, 0.95),
  };
}
