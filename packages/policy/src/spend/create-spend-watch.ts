import type {
  Budget,
  EventBase,
  Policy,
  Spend,
  SpendEvent,
  ThrottleChangedEvent,
} from "@switchyard/contract";
import { burnRate, createBurnAlarm, type BurnAlarm, type BurnAlert } from "./burn-alarm.ts";
import { createSpendHistory, type SpendHistory } from "./spend-history.ts";
import { createCapAlarm, type CapAlarm } from "./cap-alarm.ts";
import { nextSpendLevel } from "./spend-level.ts";

/** How a budget stood at an instant. */
export interface BudgetReading {
  readonly budgetId: string;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  /** Which window of the budget it was, such as `day:2026-11-24:UTC`; of a rolling one its length. */
  readonly window: string;
  /** From the reading to the end of its window; of a rolling one its length. */
  readonly leftMs: number;
  /** How many levels any process found in force last. Absent: this one's own word holds. */
  readonly levelInForce?: number;
}

type WithoutBase<Event> = Event extends EventBase ? Omit<Event, keyof EventBase> : never;

/** A change that a reading showed: an event without its instant. */
export type SpendNews = WithoutBase<Exclude<SpendEvent, ThrottleChangedEvent>>;

/** An instant on both clocks: stretches of time must not jump with the wall clock. */
export interface Instant {
  /** Monotonic. */
  readonly nowMs: number;
  readonly epochMs: number;
}

/** Watches the budgets of a policy by readings of its ledger. */
export interface SpendWatch {
  /** Takes readings of one instant, no older than the last ones, and tells what changed. */
  read(readings: readonly BudgetReading[], now: Instant): readonly SpendNews[];
  /** How many of the policy's spend levels are in force for these budgets: the most of any. */
  level(budgetIds: readonly string[]): number;
  /** How every budget that was read stands, in the policy's order. */
  standings(now: Instant): readonly BudgetStanding[];
  /**
   * Goes on by another policy. A budget that both have in the same window keeps its readings and its
   * level; its alarms begin anew where its cap or its alerts are others.
   */
  adapt(policy: Policy): void;
}

/** A budget as its readings tell it. */
export interface BudgetStanding extends Omit<BudgetReading, "window" | "leftMs" | "levelInForce"> {
  readonly capMicroUsd: number;
  /** Over the last ten minutes; 1 = the cap lasts exactly its window. */
  readonly burnRate: number;
  /** When the cap is reached at that rate, epoch milliseconds. Absent: not in this window. */
  readonly exhaustsAtMs?: number;
  /** How many of the policy's spend levels are in force. */
  readonly level: number;
}

const HOUR_MS = 3_600_000;
/** What a projection looks back on: long enough to hold a minute's burst, short enough to follow. */
const RECENT_MS = 10 * 60_000;
const RECENT_BUCKET_MS = 10_000;
/** A month of burn rates has 30 days, whichever it is: a rate must not jump with the calendar. */
const LENGTH_MS: Readonly<Record<Budget["window"], number>> = {
  "rolling-1h": HOUR_MS,
  "rolling-24h": 24 * HOUR_MS,
  day: 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

const NO_SPEND_RULES: Spend = { burnAlerts: [], levels: [], hysteresis: 0 };

/** What is kept of one budget. */
interface Watched {
  readonly budget: Budget;
  readonly recent: SpendHistory;
  /** What its alarms are made by; equal texts make equal alarms. */
  readonly alarmsBy: string;
  readonly caps: CapAlarm;
  readonly burns: readonly { readonly alert: BurnAlert; readonly alarm: BurnAlarm }[];
  last?: BudgetReading;
  /** Instants of the first reading and of the last one, monotonic. */
  firstAtMs?: number;
  lastAtMs?: number;
  level: number;
}

/** A watch that has read nothing: the first reading of a budget is no spend of its own. */
export function createSpendWatch({ budgets, spend = NO_SPEND_RULES }: Policy): SpendWatch {
  let rules = spend;
  let watched = watchAll(budgets, spend, new Map());
  return {
    read: (readings, now) =>
      readings.flatMap((reading) => {
        const entry = watched.get(reading.budgetId);
        return entry === undefined ? [] : newsOf(entry, rules, reading, now);
      }),
    level: (budgetIds) =>
      budgetIds.reduce((most, id) => Math.max(most, watched.get(id)?.level ?? 0), 0),
    standings: (now) =>
      [...watched.values()].flatMap((entry) =>
        entry.last === undefined ? [] : standing(entry, entry.last, now),
      ),
    adapt: (next) => {
      rules = next.spend ?? NO_SPEND_RULES;
      watched = watchAll(next.budgets, rules, watched);
    },
  };
}

function watchAll(
  budgets: readonly Budget[],
  spend: Spend,
  before: ReadonlyMap<string, Watched>,
): ReadonlyMap<string, Watched> {
  return new Map(
    budgets.map((budget) => [budget.id, watchAnew(budget, spend, before.get(budget.id))]),
  );
}

function watchAnew(budget: Budget, spend: Spend, before: Watched | undefined): Watched {
  const fresh = watch(budget, spend);
  if (before === undefined || before.budget.window !== budget.window) return fresh;
  const { alarmsBy, caps, burns } = before.alarmsBy === fresh.alarmsBy ? before : fresh;
  return { ...before, budget, alarmsBy, caps, burns };
}

function watch(budget: Budget, { burnAlerts }: Spend): Watched {
  const { alerts, capMicroUsd, window } = budget;
  return {
    budget,
    alarmsBy: JSON.stringify([capMicroUsd, alerts, burnAlerts]),
    caps: createCapAlarm(alerts, capMicroUsd),
    burns: burnAlerts.map((alert) => ({
      alert,
      alarm: createBurnAlarm(alert, capMicroUsd, LENGTH_MS[window]),
    })),
    recent: createSpendHistory(RECENT_BUCKET_MS, RECENT_MS),
    level: 0,
  };
}

function newsOf(
  entry: Watched,
  spend: Spend,
  reading: BudgetReading,
  now: Instant,
): readonly SpendNews[] {
  const { nowMs } = now;
  const spent = spentSince(entry.last, reading);
  const { lastAtMs: sinceMs = nowMs } = entry;
  entry.last = reading;
  entry.firstAtMs ??= nowMs;
  entry.lastAtMs = nowMs;
  entry.recent.add(spent, sinceMs, nowMs);
  const { level: from, budgetId, exhaustsAtMs, ...stood } = standing(entry, reading, now);
  const facts = {
    budget: budgetId,
    spentMicroUsd: stood.spentMicroUsd,
    reservedMicroUsd: stood.reservedMicroUsd,
    capMicroUsd: stood.capMicroUsd,
    ...(exhaustsAtMs !== undefined && { exhaustsAtMs }),
  };
  const news: SpendNews[] = [];
  for (const share of entry.caps.spend(reading.spentMicroUsd))
    news.push({ type: "budget-alert", ...facts, share });
  for (const { alert, alarm } of entry.burns) {
    const change = alarm.spend(spent, sinceMs, nowMs);
    if (change === undefined) continue;
    const { to, rate, longRate } = change;
    const rates = { alertRate: alert.rate, rate: round(rate), longRate: round(longRate) };
    const { windowMs, longWindowMs } = alert;
    news.push({ type: "burn-alert", ...facts, to, windowMs, longWindowMs, ...rates });
  }
  const { levelInForce = from } = reading;
  entry.level = nextSpendLevel(spend, levelInForce, usedShare(reading, entry.budget));
  if (entry.level !== from)
    news.push({ type: "spend-level-changed", ...facts, from, to: entry.level });
  return news;
}

function standing(
  entry: Watched,
  reading: BudgetReading,
  { nowMs, epochMs }: Instant,
): BudgetStanding {
  const { budget, recent, firstAtMs = nowMs, level } = entry;
  const { budgetId, spentMicroUsd, reservedMicroUsd, leftMs } = reading;
  const { capMicroUsd } = budget;
  const lengthMs = LENGTH_MS[budget.window];
  const knownMs = Math.min(RECENT_MS, Math.max(RECENT_BUCKET_MS, nowMs - firstAtMs));
  const rate = burnRate(recent.sum(RECENT_MS, nowMs), knownMs, capMicroUsd, lengthMs);
  const leftShare = Math.max(0, 1 - usedShare(reading, budget));
  const inMs = rate === 0 ? Number.POSITIVE_INFINITY : (leftShare / rate) * lengthMs;
  return {
    budgetId,
    spentMicroUsd,
    reservedMicroUsd,
    capMicroUsd,
    burnRate: round(rate),
    ...(inMs <= leftMs && { exhaustsAtMs: Math.round(epochMs + inMs) }),
    level,
  };
}

/** Spend between two readings. What a rolling window forgot in between is taken for unspent. */
function spentSince(last: BudgetReading | undefined, reading: BudgetReading): number {
  if (last === undefined) return 0;
  if (last.window !== reading.window) return reading.spentMicroUsd;
  return Math.max(0, reading.spentMicroUsd - last.spentMicroUsd);
}

/** Of a cap of nothing all is used. */
function usedShare(
  { spentMicroUsd, reservedMicroUsd }: BudgetReading,
  { capMicroUsd }: Budget,
): number {
  return capMicroUsd === 0 ? 1 : (spentMicroUsd + reservedMicroUsd) / capMicroUsd;
}

function round(rate: number): number {
  return Math.round(rate * 1_000) / 1_000;
}
