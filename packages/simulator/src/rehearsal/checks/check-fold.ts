import type {
  AskAnsweredEvent,
  AskFailedEvent,
  AttemptStartedEvent,
  Bundle,
  SwitchyardEvent,
} from "@switchyard/contract";
import {
  emptyShardedMap,
  shardedGet,
  stepOpenAsks,
  type Fold,
  type OpenAsks,
} from "@switchyard/journal";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import type { Fault } from "../../faults/fault.ts";
import type { Check, CheckScope } from "../../scenario/scenario.ts";
import {
  stepAttempts,
  type JoinedAttempt,
  type OpenAttempts,
} from "../taxonomy/joined-attempts.ts";
import { isMisread, readFault, type FaultReading } from "../taxonomy/read-fault.ts";
import { addReading, NO_READINGS, type FaultReadings } from "../taxonomy/read-taxonomy.ts";
import { createBudgetWatch, type BudgetBalances } from "./budget-watch.ts";
import { isInScope, stepFaultWindows, type FaultWindow } from "./fault-windows.ts";
import { isForbidden } from "./is-forbidden.ts";
import { NO_RECOVERIES, stepRecoveries, type Recoveries } from "./recovery-watch.ts";
import { NO_ASKS, tallyEnd, type ScopeTally } from "./scope-tally.ts";

/** How the asks of a scope ended, together and by route. */
export interface ScopeMeasure {
  readonly total: ScopeTally;
  readonly byRoute: ReadonlyMap<string, ScopeTally>;
}

/** Everything a scenario's checks look at. */
export interface Measures {
  /** In the order of the scenario's checks. */
  readonly scopes: readonly ScopeMeasure[];
  readonly balances: BudgetBalances;
  readonly recoveries: Recoveries;
}

/** What {@link createCheckFold} measures: kinds of failures stand in each rehearsal's report. */
interface AllMeasures extends Measures {
  readonly readings: FaultReadings;
}

/** What the fold remembers. Bounded by scopes, routes, faults, budgets and what is in flight. */
export interface CheckState {
  readonly open: OpenAsks;
  readonly windows: readonly FaultWindow[];
  readonly balances: BudgetBalances;
  readonly recoveries: Recoveries;
  readonly attempts: OpenAttempts;
  readonly readings: FaultReadings;
  /** By the scope's key. */
  readonly scopes: ReadonlyMap<string, ScopeMeasure>;
}

export interface CheckFoldOptions {
  readonly checks: readonly Check[];
  readonly bundle: Bundle;
  /** The bundle that a hash begins so, where another was in force. Default: there was none. */
  readonly bundleOf?: (hashStart: string) => { readonly bundle: Bundle } | undefined;
  /** Spent before, by budget id. */
  readonly openingMicroUsd: Readonly<Record<string, number>>;
  /** Wall clock at the start. */
  readonly startAtMs: number;
  /** What goes wrong, as written. Default: nothing. */
  readonly faults?: readonly Fault[];
  /** The same with roles resolved, for recoveries. Default: nothing. */
  readonly scheduled?: readonly ScheduledFault[];
}

const NOTHING: ScopeMeasure = { total: NO_ASKS, byRoute: new Map() };

/**
 * Folds events into what a scenario's checks look at. An ask belongs to the phase and the faults
 * in force when it came, whenever it ended; a call with a fault belongs to those when it began.
 */
export function createCheckFold(options: CheckFoldOptions): Fold<CheckState, AllMeasures> {
  const { checks, bundle, openingMicroUsd, startAtMs, faults = [], scheduled = [] } = options;
  const { bundleOf = () => undefined } = options;
  const watch = createBudgetWatch(bundle.policy, openingMicroUsd, startAtMs);
  const scopes = new Map(checks.map(({ scope }) => [keyOf(scope), scope]));
  return {
    initial: {
      open: emptyShardedMap(),
      windows: [],
      balances: watch.initial,
      recoveries: NO_RECOVERIES,
      attempts: emptyShardedMap(),
      readings: NO_READINGS,
      scopes: new Map(),
    },
    step(state, event) {
      const { open: attempts, joined } = stepAttempts(state.attempts, event);
      const reading = joined === undefined ? undefined : readFault(bundle, faults, joined);
      const stepped: CheckState = {
        open: stepOpenAsks(state.open, event),
        windows: stepFaultWindows(state.windows, event),
        balances: watch.step(state.balances, event),
        recoveries: stepRecoveries(scheduled, state.recoveries, event),
        attempts,
        readings: reading === undefined ? state.readings : addReading(state.readings, reading),
        scopes: state.scopes,
      };
      const inForce = (): Bundle => bundleOf(event.bundle)?.bundle ?? bundle;
      const change = readingOf(joined, reading) ?? changeOf(inForce, state.open, event);
      if (change === undefined) return stepped;
      const measures = new Map(state.scopes);
      for (const [key, scope] of scopes)
        if (isInScope(scope, stepped.windows, change.receivedAtMs))
          measures.set(key, applyChange(measures.get(key) ?? NOTHING, change));
      return { ...stepped, scopes: measures };
    },
    read: ({ scopes: measured, balances, recoveries, readings }) => ({
      scopes: checks.map(({ scope }) => measured.get(keyOf(scope)) ?? NOTHING),
      balances,
      recoveries,
      readings,
    }),
  };
}

function keyOf(scope: CheckScope): string {
  return JSON.stringify(scope);
}

/** What an event does to the tallies of the scopes its ask belongs to. */
interface Change {
  readonly receivedAtMs: number;
  readonly route: string | undefined;
  readonly apply: (tally: ScopeTally) => ScopeTally;
}

/** No event that completes a call ends an ask too, so one change for an event is enough. */
function readingOf(
  joined: JoinedAttempt | undefined,
  reading: FaultReading | undefined,
): Change | undefined {
  if (joined === undefined || reading === undefined) return undefined;
  const missed = Number(isMisread(reading));
  return {
    receivedAtMs: joined.started.atMs,
    route: joined.started.route,
    apply: (tally) => ({
      ...tally,
      readings: tally.readings + 1,
      misread: tally.misread + missed,
    }),
  };
}

function changeOf(
  inForce: () => Bundle,
  open: OpenAsks,
  event: SwitchyardEvent,
): Change | undefined {
  switch (event.type) {
    case "attempt-started":
      return violationOf(inForce(), open, event);
    case "ask-answered":
    case "ask-failed":
      // A judge's ask is the router's own: no user waits for it.
      return event.judgesAskId === undefined ? endOf(open, event) : undefined;
    default:
      return undefined;
  }
}

function violationOf(
  bundle: Bundle,
  open: OpenAsks,
  attempt: AttemptStartedEvent,
): Change | undefined {
  const ask = shardedGet(open, attempt.askId);
  if (!isForbidden(bundle, ask?.received, attempt)) return undefined;
  return {
    receivedAtMs: ask?.received.atMs ?? attempt.atMs,
    route: ask?.route ?? attempt.route,
    apply: (tally) => ({ ...tally, violations: tally.violations + 1 }),
  };
}

function endOf(open: OpenAsks, end: AskAnsweredEvent | AskFailedEvent): Change {
  const ask = shardedGet(open, end.askId);
  return {
    receivedAtMs: ask?.received.atMs ?? end.atMs - end.latencyMs,
    route: end.type === "ask-answered" ? end.route : ask?.route,
    apply: (tally) => tallyEnd(tally, end, ask?.fellBack ?? false),
  };
}

function applyChange({ total, byRoute }: ScopeMeasure, { route, apply }: Change): ScopeMeasure {
  return {
    total: apply(total),
    byRoute:
      route === undefined
        ? byRoute
        : new Map(byRoute).set(route, apply(byRoute.get(route) ?? NO_ASKS)),
  };
}
