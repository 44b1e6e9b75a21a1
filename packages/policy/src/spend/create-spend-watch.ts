import type {
  Budget,
  BurnAlertEvent,
  EventBase,
  Policy,
  Spend,
  SpendEvent,
  ThrottleChangedEvent,
} from "@switchyard/contract";
import {
  burnRate,
  createBurnAlarm,
  type BurnAlarm,
  type BurnAlert,
  type BurnRates,
} from "./burn-alarm.ts";
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
   * Goes on by another policy, and tells what ends with the one before. A budget that both have in
   * the same window keeps its readings and its level, as far as the new levels reach; its alarms
   * begin anew where its cap or the alert is another.
   */
  adapt(policy: Policy, now: Instant): readonly SpendNews[];
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

interface Burn {
  readonly alert: BurnAlert;
  readonly alarm: BurnAlarm;
}

/** What is kept of one budget. */
interface Watched {
  readonly budget: Budget;
  readonly recent: SpendHistory;
  readonly caps: CapAlarm;
  readonly burns: readonly Burn[];
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
    adapt: (next, now) => {
      const before = watched;
      rules = next.spend ?? NO_SPEND_RULES;
      watched = watchAll(next.budgets, rules, before);
      return [...before.values()].flatMap((entry) =>
        endsOf(entry, watched.get(entry.budget.id), rules, now),
      );
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
  const { alerts, capMicroUsd } = before.budget;
  if (capMicroUsd !== budget.capMicroUsd)
    return { ...before, budget, caps: fresh.caps, burns: fresh.burns };
  const burns = fresh.burns.map(
    (burn) => before.burns.find(({ alert }) => isSame(alert, burn.alert)) ?? burn,
  );
  const caps = isSame(alerts, budget.alerts) ? before.caps : fresh.caps;
  return { ...before, budget, caps, burns };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function watch(budget: Budget, { burnAlerts }: Spend): Watched {
  const { alerts, capMicroUsd, window } = budget;
  return {
    budget,
    caps: createCapAlarm(alerts, capMicroUsd),
    burns: burnAlerts.map((alert) => ({
      alert,
      alarm: createBurnAlarm(alert, capMicroUsd, LENGTH_MS[window]),
    })),
    recent: createSpendHistory(RECENT_BUCKET_MS, RECENT_MS),
    level: 0,
  };
}

/** What another policy ends: alarms that fire and are kept no more, and levels that it does not reach. */
function endsOf(
  before: Watched,
  after: Watched | undefined,
  spend: Spend,
  now: Instant,
): readonly SpendNews[] {
  if (before.last === undefined) return [];
  const { level: from } = before;
  const facts = factsOf(standing(before, before.last, now));
  const ended = before.burns
    .filter((burn) => burn.alarm.isFiring && after?.burns.includes(burn) !== true)
    .map((burn) => burnNews(facts, burn, "ended", burn.alarm.rates(now.nowMs)));
  const news: SpendNews[] = ended.map((each) => Object.assign(each, { cause: "policy" } as const));
  const to = after?.last && nextSpendLevel(spend, from, usedShare(after.last, after.budget));
  if (after !== undefined) after.level = to ?? 0;
  if (from !== (to ?? 0))
    news.push({ type: "spend-level-changed", ...facts, from, to: to ?? 0, cause: "policy" });
  return news;
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
  const { level: from } = entry;
  const facts = factsOf(standing(entry, reading, now));
  const news: SpendNews[] = [];
  for (const share of entry.caps.spend(reading.spentMicroUsd))
    news.push({ type: "budget-alert", ...facts, share });
  for (const burn of entry.burns) {
    const change = burn.alarm.spend(spent, sinceMs, nowMs);
    if (change !== undefined) news.push(burnNews(facts, burn, change.to, change));
  }
  const { levelInForce = from } = reading;
  entry.level = nextSpendLevel(spend, levelInForce, usedShare(reading, entry.budget));
  if (entry.level !== from)
    news.push({ type: "spend-level-changed", ...facts, from, to: entry.level });
  return news;
}

type Facts = Pick<
  BurnAlertEvent,
  "budget" | "spentMicroUsd" | "reservedMicroUsd" | "capMicroUsd" | "exhaustsAtMs"
>;

function factsOf({
  budgetId: budget,
  spentMicroUsd,
  reservedMicroUsd,
  capMicroUsd,
  exhaustsAtMs,
}: BudgetStanding): Facts {
  const money = { budget, spentMicroUsd, reservedMicroUsd, capMicroUsd };
  return exhaustsAtMs === undefined ? money : { ...money, exhaustsAtMs };
}

function burnNews(
  facts: Facts,
  { alert }: Burn,
  to: BurnAlertEvent["to"],
  { rate, longRate }: BurnRates,
): Omit<BurnAlertEvent, keyof EventBase> {
  const { windowMs, longWindowMs, rate: alertRate } = alert;
  const rates = { alertRate, rate: round(rate), longRate: round(longRate) };
  return { type: "burn-alert", ...facts, to, windowMs, longWindowMs, ...rates };
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
