import { expect, test } from "vitest";
import { isRelief, spendWords, type SpendControlEvent } from "./spend-words.ts";

const BASE = { atMs: 0, bundle: "x" } as const;
const MONEY = {
  ...BASE,
  budget: "day",
  spentMicroUsd: 400_000_000,
  reservedMicroUsd: 5_000_000,
  capMicroUsd: 500_000_000,
} as const;
const BURN = { ...MONEY, type: "burn-alert", windowMs: 60_000, longWindowMs: 300_000 } as const;

test.each<readonly [SpendControlEvent, string, boolean]>([
  [
    { ...BURN, to: "firing", alertRate: 12, rate: 14.04, longRate: 12 },
    "day burns 12× its even rate (now 14.0×)",
    false,
  ],
  [
    { ...BURN, to: "ended", alertRate: 12, rate: 2, longRate: 8 },
    "day no longer burns 12× its even rate (now 2.0×)",
    true,
  ],
  [
    { ...MONEY, type: "spend-level-changed", from: 0, to: 1 },
    "day at 81.0%: spend level 0 → 1",
    false,
  ],
  [
    {
      ...BASE,
      type: "throttle-changed",
      route: "quick",
      budget: "day",
      to: "throttled",
      share: 0.2,
    },
    "quick: 20.0% of asks are let in, for budget day",
    false,
  ],
  [
    { ...BASE, type: "throttle-changed", route: "quick", budget: "day", to: "free", share: 1 },
    "quick: all asks are let in again",
    true,
  ],
  [
    { ...BASE, type: "pruning-changed", route: "quick", to: "off", cause: "scores fell" },
    "quick: pruning off: scores fell",
    false,
  ],
])("%j reads as a person would say it", (event, words, relief) => {
  expect(spendWords(event)).toBe(words);
  expect(isRelief(event)).toBe(relief);
});
