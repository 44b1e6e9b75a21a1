import type { Budget } from "@switchyard/contract";
import { windowInstance } from "@switchyard/policy";

/** A rolling budget's spend is kept in this many parts of its window. */
const ROLLING_PARTS = 60;
/** Burn is measured over this much virtual time. */
const BURN_SPAN_MS = 60_000;
const BURN_PARTS = 12;

/** Spend in one part of a window. */
interface Part {
  readonly index: number;
  readonly microUsd: number;
}

/** One budget and what has been drawn from it, as the events tell it. */
export interface BudgetView {
  readonly budget: Budget;
  /** Spent before the run, still inside the window. */
  readonly openingMicroUsd: number;
  /** Spend in the window in force, by part; one part for a calendar window. */
  readonly parts: readonly Part[];
  /** When the calendar window in force ends; null for a rolling one. */
  readonly windowEndsAtMs: number | null;
  readonly reservedMicroUsd: number;
  readonly burn: readonly Part[];
  /** Attempts that lacked the money. */
  readonly denied: number;
  /** Highest share of the cap that was alerted; 0 before the first. */
  readonly alertedShare: number;
}

/** A budget at an instant, ready to be shown. */
export interface BudgetReading {
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  readonly capMicroUsd: number;
  readonly usedShare: number;
  readonly burnMicroUsdPerMinute: number;
  /** 1 means that the cap lasts exactly its window. */
  readonly burnMultiple: number;
  /** Time until nothing is left at the present burn; undefined while nothing burns. */
  readonly exhaustedInMs: number | undefined;
}

const WINDOW_MS: Readonly<Record<Budget["window"], number>> = {
  day: 86_400_000,
  month: 30 * 86_400_000,
  "rolling-24h": 86_400_000,
  "rolling-1h": 3_600_000,
};

export function createBudgetView(budget: Budget): BudgetView {
  return {
    budget,
    openingMicroUsd: 0,
    parts: [],
    windowEndsAtMs: null,
    reservedMicroUsd: 0,
    burn: [],
    denied: 0,
    alertedShare: 0,
  };
}

/** The view of a budget as another policy has it; what was spent in an equal window stays. */
export function changeBudget(view: BudgetView | undefined, budget: Budget): BudgetView {
  const isEqual = view?.budget.window === budget.window && view.budget.timezone === budget.timezone;
  return isEqual ? { ...view, budget } : createBudgetView(budget);
}

/** The run begins with `openingMicroUsd` already spent; alerts below that are old news. */
export function openBudget(view: BudgetView, openingMicroUsd: number, atMs: number): BudgetView {
  const opened = { ...enterWindow(view, atMs), openingMicroUsd };
  return { ...opened, alertedShare: alertLevel(opened, atMs) };
}

/** Money was held. */
export function holdMoney(view: BudgetView, microUsd: number): BudgetView {
  return { ...view, reservedMicroUsd: view.reservedMicroUsd + microUsd };
}

/** A hold ended, and `spentMicroUsd` of it (0 for a release) was posted. */
export function postMoney(
  view: BudgetView,
  heldMicroUsd: number,
  spentMicroUsd: number,
  atMs: number,
): BudgetView {
  const current = enterWindow(view, atMs);
  const reservedMicroUsd = Math.max(0, current.reservedMicroUsd - heldMicroUsd);
  if (spentMicroUsd === 0) return { ...current, reservedMicroUsd };
  const partMs = current.windowEndsAtMs === null ? rollingPartMs(view.budget) : Infinity;
  const posted = {
    ...current,
    reservedMicroUsd,
    parts: addToParts(current.parts, spentMicroUsd, atMs, partMs, ROLLING_PARTS),
    burn: addToParts(current.burn, spentMicroUsd, atMs, BURN_SPAN_MS / BURN_PARTS, BURN_PARTS),
  };
  return { ...posted, alertedShare: Math.max(current.alertedShare, alertLevel(posted, atMs)) };
}

/** An attempt lacked the money. */
export function denyMoney(view: BudgetView): BudgetView {
  return { ...view, denied: view.denied + 1 };
}

/** Adds the budget up at an instant. */
export function readBudget(view: BudgetView, atMs: number, startedAtMs: number): BudgetReading {
  const { budget } = view;
  const spentMicroUsd = spentInWindow(view, atMs);
  const burned = view.burn
    .filter(({ index }) => index > Math.floor((atMs * BURN_PARTS) / BURN_SPAN_MS) - BURN_PARTS)
    .reduce((sum, { microUsd }) => sum + microUsd, 0);
  const spanMs = Math.min(BURN_SPAN_MS, Math.max(1_000, atMs - startedAtMs));
  const perMs = burned / spanMs;
  const leftMicroUsd = Math.max(0, budget.capMicroUsd - spentMicroUsd - view.reservedMicroUsd);
  return {
    spentMicroUsd,
    reservedMicroUsd: view.reservedMicroUsd,
    capMicroUsd: budget.capMicroUsd,
    usedShare: budget.capMicroUsd === 0 ? 1 : spentMicroUsd / budget.capMicroUsd,
    burnMicroUsdPerMinute: perMs * 60_000,
    burnMultiple:
      budget.capMicroUsd === 0 ? 0 : (perMs * WINDOW_MS[budget.window]) / budget.capMicroUsd,
    exhaustedInMs: perMs === 0 ? undefined : leftMicroUsd / perMs,
  };
}

/** A new calendar window starts from nothing; holds go on. */
function enterWindow(view: BudgetView, atMs: number): BudgetView {
  if (view.windowEndsAtMs !== null && atMs < view.windowEndsAtMs) return view;
  const instance = windowInstance(view.budget, atMs);
  if (instance.kind === "rolling") return view;
  const isFirst = view.windowEndsAtMs === null;
  const fresh = isFirst ? {} : { openingMicroUsd: 0, parts: [], alertedShare: 0 };
  return { ...view, ...fresh, windowEndsAtMs: instance.endsAtMs };
}

function spentInWindow(view: BudgetView, atMs: number): number {
  const hasCalendar = view.windowEndsAtMs !== null;
  if (hasCalendar && atMs >= (view.windowEndsAtMs ?? 0)) return 0;
  const oldest = hasCalendar
    ? -Infinity
    : Math.floor(atMs / rollingPartMs(view.budget)) - ROLLING_PARTS;
  const posted = view.parts
    .filter(({ index }) => index > oldest)
    .reduce((sum, { microUsd }) => sum + microUsd, 0);
  return view.openingMicroUsd + posted;
}

function alertLevel(view: BudgetView, atMs: number): number {
  const share = spentInWindow(view, atMs) / view.budget.capMicroUsd;
  return view.budget.alerts.findLast((alert) => share >= alert) ?? 0;
}

function rollingPartMs(budget: Budget): number {
  return WINDOW_MS[budget.window] / ROLLING_PARTS;
}

function addToParts(
  parts: readonly Part[],
  microUsd: number,
  atMs: number,
  partMs: number,
  kept: number,
): readonly Part[] {
  const index = Math.floor(atMs / partMs);
  const last = parts.at(-1);
  if (last?.index === index) {
    return [...parts.slice(0, -1), { index, microUsd: last.microUsd + microUsd }];
  }
  return [...parts.slice(1 - kept), { index, microUsd }];
}
