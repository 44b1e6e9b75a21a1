import type { Budget, Clock, LedgerPort, Plan, Policy, Rng } from "@switchyard/contract";
import {
  createLinesOf,
  createSpendWatch,
  createThrottle,
  measuresByLevel,
  type BudgetReading,
  type BudgetStanding,
  type Instant,
  type SpendMeasures,
  type SpendWatch,
  type Throttle,
} from "@switchyard/policy";
import type { EventEmitter } from "../events/event-emitter.ts";
import { affordableMicroUsd } from "./affordable-micro-usd.ts";
import { budgetsInScope } from "./budgets-in-scope.ts";

/** An ask as spend sees it. */
export interface SpendingAsk {
  readonly askId: string;
  readonly route: string;
  readonly segment: string;
  /** Whether its caller can wait. */
  readonly deferrable: boolean;
}

/** Why an ask is not let in for want of money. */
export interface SpendRefusal {
  readonly cause: "deferred" | "throttled";
  readonly budget: string;
  /** Share of the route's asks that is let in, 0 to 1. */
  readonly share: number;
  /** What the budget had left when it was read last. */
  readonly leftMicroUsd: number;
}

/** What spend makes of an ask. */
export interface SpendAdmission {
  /** Budgets whose spend levels it heeds. */
  readonly budgets: readonly Budget[];
  /** Tiers that it gives up. */
  readonly tierDown: number;
  /** The plan before it gave up any. Absent: it gives up none. */
  readonly planBefore?: Plan;
  readonly refusal?: SpendRefusal;
}

/** What a router's policy does as its money runs out. */
export interface SpendControl {
  /** Counts an ask, and says what spend makes of it. */
  admit(ask: SpendingAsk, plan: Plan): SpendAdmission;
  /** {@link SpendAdmission.tierDown} of an ask that is not counted. */
  tierDown(ask: Pick<SpendingAsk, "route" | "segment">, plan: Plan): number;
  /** Counts what an ask cost that was let in. */
  spend(route: string, admission: SpendAdmission, microUsd: number): void;
  /** How the budgets stood when the ledger was read last, in the policy's order. */
  standings(): readonly BudgetStanding[];
  /**
   * Goes on by another policy: budgets that both have keep their readings, levels and shares. The
   * throttle of one that is gone ends.
   */
  adapt(policy: Policy): void;
}

export interface SpendParts {
  readonly policy: Policy;
  readonly ledger: Pick<LedgerPort, "snapshot">;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly events: Pick<EventEmitter, "emit">;
}

/** The ledger is read so often at most, and only while asks come. Levels and alerts are as late. */
const READ_EVERY_MS = 1_000;
const NO_LEVELS = { levels: [] } as const;
const NO_MEASURES: SpendMeasures = { tierDown: 0, defer: false };

/**
 * Reads the ledger beside the asks, never for one: an ask goes by the last reading, so what it
 * meets is known before it comes. A ledger that cannot be read leaves everything as it was.
 */
export function createSpendControl(parts: SpendParts): SpendControl {
  const { policy, ledger, clock, rng, events } = parts;
  let { budgets } = policy;
  let measures = measuresByLevel(policy.spend ?? NO_LEVELS);
  const watch = createSpendWatch(policy);
  let throttles = throttlesOf(budgets, new Map());
  const read = createLedgerReader(ledger);
  let readAtMs = Number.NEGATIVE_INFINITY;
  const measuresOf = ({ id }: Budget): SpendMeasures => measures[watch.level([id])] ?? NO_MEASURES;
  const take = (readings: readonly BudgetReading[], now: Instant): void => {
    for (const news of watch.read(readings, now)) events.emit(news);
    const standings = watch.standings(now);
    for (const budget of budgets) {
      const throttle = throttles.get(budget.id);
      const reading = readings.find(({ budgetId }) => budgetId === budget.id);
      const standing = standings.find(({ budgetId }) => budgetId === budget.id);
      if (throttle === undefined || reading === undefined || standing === undefined) continue;
      const affordable = affordableMicroUsd(budget, reading, standing, throttle.spent(now.nowMs));
      for (const change of throttle.adjust(measuresOf(budget).throttle, affordable, now.nowMs))
        events.emit({ type: "throttle-changed", budget: budget.id, ...change });
    }
  };
  const refresh = (): void => {
    if (budgets.length === 0 || clock.nowMs() - readAtMs < READ_EVERY_MS) return;
    const [asked, now] = [budgets, instantOf(clock)];
    readAtMs = now.nowMs;
    // A policy that came meanwhile may measure by other windows, and has its budgets read anew. A
    // ledger that fails is told of by the reservation of the ask that needs it.
    read(asked, now.epochMs).then(
      (readings) => asked === budgets && take(readings, now),
      () => {},
    );
  };

  return {
    admit: (ask, plan) => {
      refresh();
      const inScope = budgetsInScope(budgets, ask, plan);
      let tierDown = 0;
      let refusal: SpendRefusal | undefined;
      for (const budget of inScope) {
        const asked = measuresOf(budget);
        tierDown = Math.max(tierDown, asked.tierDown);
        const share = throttles.get(budget.id)?.arrive(ask.route, clock.nowMs()) ?? 1;
        const isOut = share < 1 && rng.fork(`throttle/${ask.askId}`).float() >= share;
        const cause = ask.deferrable && asked.defer ? "deferred" : isOut && "throttled";
        if (cause !== false)
          refusal ??= { cause, ...leftOf(watch, budget, instantOf(clock)), share };
      }
      return { budgets: inScope, tierDown, ...(refusal !== undefined && { refusal }) };
    },
    tierDown: (ask, plan) => {
      const inScope = budgetsInScope(budgets, ask, plan);
      return Math.max(0, ...inScope.map((budget) => measuresOf(budget).tierDown));
    },
    spend: (route, admission, microUsd) => {
      for (const budget of admission.budgets)
        throttles.get(budget.id)?.spend(route, microUsd, clock.nowMs());
    },
    standings: () => watch.standings(instantOf(clock)),
    adapt: (next) => {
      ({ budgets } = next);
      measures = measuresByLevel(next.spend ?? NO_LEVELS);
      watch.adapt(next);
      tellLifted(events, budgets, throttles);
      throttles = throttlesOf(budgets, throttles);
      readAtMs = Number.NEGATIVE_INFINITY;
    },
  };
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
  { emit }: SpendParts["events"],
  budgets: readonly Budget[],
  before: ReadonlyMap<string, Throttle>,
): void {
  for (const [budget, throttle] of before) {
    if (budgets.some(({ id }) => id === budget)) continue;
    for (const news of throttle.lift()) emit({ type: "throttle-changed", budget, ...news });
  }
}

function instantOf(clock: Clock): Instant {
  return { nowMs: clock.nowMs(), epochMs: clock.epochMs() };
}

function leftOf(
  watch: SpendWatch,
  { id, capMicroUsd }: Budget,
  now: Instant,
): Pick<SpendRefusal, "budget" | "leftMicroUsd"> {
  const read = watch.standings(now).find(({ budgetId }) => budgetId === id);
  const used = read === undefined ? 0 : read.spentMicroUsd + read.reservedMicroUsd;
  return { budget: id, leftMicroUsd: Math.max(0, capMicroUsd - used) };
}

/** Reads budgets at an instant. */
function createLedgerReader(
  ledger: Pick<LedgerPort, "snapshot">,
): (budgets: readonly Budget[], epochMs: number) => Promise<readonly BudgetReading[]> {
  const linesAt = createLinesOf();
  return async (budgets, epochMs) => {
    const lines = linesAt(budgets, epochMs);
    const balances = await ledger.snapshot(lines, epochMs);
    // Balances come in the order of the lines.
    return lines.flatMap(({ budgetId, window }, index): readonly BudgetReading[] => {
      const balance = balances[index];
      if (balance === undefined) return [];
      const { spentMicroUsd, reservedMicroUsd } = balance;
      const ends =
        window.kind === "calendar"
          ? { window: window.key, leftMs: window.endsAtMs - epochMs }
          : { window: "rolling", leftMs: window.durationMs };
      return [{ budgetId, spentMicroUsd, reservedMicroUsd, ...ends }];
    });
  };
}
