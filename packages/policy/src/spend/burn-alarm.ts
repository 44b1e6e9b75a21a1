import type { Spend } from "@switchyard/contract";
import { createSpendHistory } from "./spend-history.ts";

/** One of the policy's burn alerts. */
export type BurnAlert = Spend["burnAlerts"][number];

/** How fast a budget burns: 1 = the cap lasts exactly its window. */
export interface BurnRates {
  /** Over the alert's window. */
  readonly rate: number;
  /** Over its long window. */
  readonly longRate: number;
}

/** What a burn alarm tells. */
export interface BurnNews extends BurnRates {
  readonly to: "firing" | "ended";
}

/** One burn alert over one budget. */
export interface BurnAlarm {
  /** Takes what was spent between the last call and this one, and tells a change. */
  spend(microUsd: number, fromMs: number, atMs: number): BurnNews | undefined;
  rates(nowMs: number): BurnRates;
  readonly isFiring: boolean;
}

/** Buckets of the short window. A rate is late by one of them at most. */
const BUCKETS_PER_WINDOW = 60;

/**
 * A multi-window alarm: it fires when both windows burn at the alert's rate or faster, so that
 * neither a short peak nor one long past fires it, and ends when the short window has burnt slower
 * for its whole length, so that noise about the rate fires it once. The method of two windows is
 * that of the Site Reliability Workbook (Google, 2018), chapter 5.
 *
 * @param capMicroUsd the budget's cap
 * @param lengthMs length of the budget's window
 */
export function createBurnAlarm(
  { windowMs, longWindowMs, rate: alertRate }: BurnAlert,
  capMicroUsd: number,
  lengthMs: number,
): BurnAlarm {
  const history = createSpendHistory(windowMs / BUCKETS_PER_WINDOW, longWindowMs);
  const ratesAt = (nowMs: number): BurnRates => ({
    rate: burnRate(history.sum(windowMs, nowMs), windowMs, capMicroUsd, lengthMs),
    longRate: burnRate(history.sum(longWindowMs, nowMs), longWindowMs, capMicroUsd, lengthMs),
  });
  let isFiring = false;
  let fastAtMs = 0;
  return {
    spend: (microUsd, fromMs, atMs) => {
      history.add(microUsd, fromMs, atMs);
      const rates = ratesAt(atMs);
      if (rates.rate >= alertRate) fastAtMs = atMs;
      if (!isFiring && rates.rate >= alertRate && rates.longRate >= alertRate) {
        isFiring = true;
        return { to: "firing", ...rates };
      }
      if (isFiring && atMs - fastAtMs >= windowMs) {
        isFiring = false;
        return { to: "ended", ...rates };
      }
      return undefined;
    },
    rates: ratesAt,
    get isFiring() {
      return isFiring;
    },
  };
}

/**
 * Spend in a stretch of time over what the cap allows for so long. Zero where the cap is zero:
 * nothing can be spent of it.
 */
export function burnRate(
  spentMicroUsd: number,
  stretchMs: number,
  capMicroUsd: number,
  lengthMs: number,
): number {
  return capMicroUsd === 0 ? 0 : (spentMicroUsd * lengthMs) / (capMicroUsd * stretchMs);
}
