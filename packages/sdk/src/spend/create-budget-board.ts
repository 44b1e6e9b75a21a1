import type { Budget, BudgetWord, Clock, Policy } from "@switchyard/contract";
import type { LedgerDownLedger } from "@switchyard/ledger";
import {
  createSpendWatch,
  createThrottle,
  measuresByLevel,
  type BudgetStanding,
  type Instant,
  type SpendMeasures,
  type TakenDemand,
  type Throttle,
} from "@switchyard/policy";
import type { EventEmitter } from "../events/event-emitter.ts";
import { affordableMicroUsd } from "./affordable-micro-usd.ts";
import { createBudgetReader, type SharedReading } from "./create-budget-reader.ts";

/** How the policy's budgets stand, and what is done about it. */
export interface BudgetBoard {
  /** In the policy's order. */
  readonly budgets: readonly Budget[];
  /** How they stood when the ledger was read last. */
  standings(): readonly BudgetStanding[];
  /** What the levels in force ask for. */
  measuresOf(budget: Budget): SpendMeasures;
  throttleOf(budget: Budget): Throttle | undefined;
  /** Reads the ledger, unless it was read lately. It does not wait: what comes of it comes later. */
  refresh(): void;
  adapt(policy: Policy): void;
}

export interface BoardParts {
  readonly policy: Policy;
  readonly ledger: Pick<LedgerDownLedger, "snapshot" | "share">;
  readonly clock: Clock;
  readonly events: Pick<EventEmitter, "emit">;
}

/** The ledger is read so often at most, and only while asks come. Levels and alerts are as late. */
const READ_EVERY_MS = 1_000;
const NO_LEVELS = { levels: [] } as const;
const NO_MEASURES: SpendMeasures = { tierDown: 0, defer: false };

/**
 * A board that has read nothing. Processes that share a ledger throttle as one: each tells it what
 * its asks want and which levels it found, and goes by what all of them told. A ledger that cannot
 * be read leaves everything as it was.
 */
export function createBudgetBoard({ policy, ledger, clock, events }: BoardParts): BudgetBoard {
  let { budgets, routes } = policy;
  let measures = measuresByLevel(policy.spend ?? NO_LEVELS);
  const watch = createSpendWatch(policy);
  let throttles = throttlesOf(budgets, new Map());
  const read = createBudgetReader(ledger);
  let readAtMs = Number.NEGATIVE_INFINITY;
  /** Wall clock of the last reading; undefined while the levels in force are nobody's finding. */
  let foundAtMs: number | undefined;
  const measuresOf = ({ id }: Budget): SpendMeasures => measures[watch.level([id])] ?? NO_MEASURES;
  const take = (readings: readonly SharedReading[], now: Instant): void => {
    foundAtMs = now.epochMs;
    for (const news of watch.read(readings, now)) events.emit(news);
    for (const budget of budgets) {
      const reading = readings.find(({ budgetId }) => budgetId === budget.id);
      const throttle = throttles.get(budget.id);
      if (throttle === undefined || reading === undefined) continue;
      const { demandMicroUsd } = reading;
      const rule = measuresOf(budget).throttle;
      const affordable = affordableMicroUsd(budget, reading);
      for (const change of throttle.adjust(rule, affordable, demandMicroUsd, now.nowMs))
        events.emit({ type: "throttle-changed", budget: budget.id, ...change });
    }
  };
  /** Routes without asks are named too: others may have some. */
  const wordOf = (budgetId: string, taken: TakenDemand | undefined): BudgetWord => {
    const nothing = Object.fromEntries(routes.map(({ id }) => [id, 0]));
    const demandMicroUsd = { ...nothing, ...taken?.demandMicroUsd };
    if (foundAtMs === undefined) return { budgetId, demandMicroUsd };
    const level = { inForce: watch.level([budgetId]), atMs: foundAtMs };
    return { budgetId, level, demandMicroUsd };
  };
  return {
    get budgets() {
      return budgets;
    },
    standings: () => watch.standings(instantOf(clock)),
    measuresOf,
    throttleOf: ({ id }) => throttles.get(id),
    refresh: () => {
      if (budgets.length === 0 || clock.nowMs() - readAtMs < READ_EVERY_MS) return;
      const [asked, now] = [budgets, instantOf(clock)];
      readAtMs = now.nowMs;
      const taken = asked.map(({ id }) => throttles.get(id)?.takeDemand(now.nowMs));
      const words = asked.map(({ id }, index) => wordOf(id, taken[index]));
      // A policy that came meanwhile may measure by other windows, and has its budgets read anew. A
      // ledger that fails is told of by the policy of its outage.
      read(asked, words, now.epochMs).then(
        (readings) => asked === budgets && take(readings, now),
        () => {
          for (const demand of taken) demand?.giveBack();
        },
      );
    },
    adapt: (next) => {
      ({ budgets, routes } = next);
      measures = measuresByLevel(next.spend ?? NO_LEVELS);
      for (const news of watch.adapt(next, instantOf(clock))) events.emit(news);
      tellLifted(events, budgets, throttles);
      throttles = throttlesOf(budgets, throttles);
      readAtMs = Number.NEGATIVE_INFINITY;
      foundAtMs = undefined;
    },
  };
}

function instantOf(clock: Clock): Instant {
  return { nowMs: clock.nowMs(), epochMs: clock.epochMs() };
}

/** A throttle for each budget: the one it had, or one that lets everything in. */
function throttlesOf(
  budgets: readonly Budget[],
  before: ReadonlyMap<string, Throttle>,
): ReadonlyMap<string, Throttle> {
  return new Map(budgets.map(({ id }) => [id, before.get(id) ?? createThrottle()]));
}

/** Tells of each throttle that ends with its budget. */
function tellLifted(
  { emit }: BoardParts["events"],
  budgets: readonly Budget[],
  before: ReadonlyMap<string, Throttle>,
): void {
  for (const [budget, throttle] of before) {
    if (budgets.some(({ id }) => id === budget)) continue;
    for (const news of throttle.lift())
      emit({ type: "throttle-changed", budget, ...news, cause: "policy" });
  }
}
