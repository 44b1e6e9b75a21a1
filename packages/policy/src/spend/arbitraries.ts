import type { Policy } from "@switchyard/contract";
import { shippedSource } from "../load/arbitraries.ts";
import { loadPolicy } from "../load/load-policy.ts";
import {
  createSpendWatch,
  type BudgetReading,
  type Instant,
  type SpendNews,
} from "./create-spend-watch.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS: number = 24 * HOUR_MS;
/** $500 a day; alerts at 50%, 80% and 95%; levels from 70%, 80% and 95%; burn alerts 12 and 3. */
export const POLICY: Policy = loadPolicy(shippedSource("policy.yaml")).policy;
export const CAP = 500_000_000;

export const at = (ms: number): Instant => ({ nowMs: ms, epochMs: ms });

/** How the day's budget stands. */
export function reading(spentMicroUsd: number, atMs: number, day = 0): BudgetReading {
  const leftMs = (day + 1) * DAY_MS - atMs;
  return { budgetId: "day", spentMicroUsd, reservedMicroUsd: 0, window: `day:${day}`, leftMs };
}

/** What is told of a day that spends by the ten seconds, and is read by them or more seldom. */
export function watchDay(
  spendAt: (atMs: number) => number,
  everyMs = 10_000,
): readonly (SpendNews & { atMs: number })[] {
  const watch = createSpendWatch(POLICY);
  const told: (SpendNews & { atMs: number })[] = [];
  let spent = 0;
  for (let atMs = 0; atMs < DAY_MS; atMs += 10_000) {
    spent += spendAt(atMs);
    if (atMs % everyMs !== 0) continue;
    const news = watch.read([reading(Math.round(spent), atMs)], at(atMs));
    told.push(...news.map((each) => Object.assign(each, { atMs })));
  }
  return told;
}
