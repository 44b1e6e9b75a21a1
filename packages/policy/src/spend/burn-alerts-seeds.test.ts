import { expect, test } from "vitest";
import { at, CAP, DAY_MS, HOUR_MS, POLICY, reading, watchDay } from "./arbitraries.ts";
import { createSpendWatch } from "./create-spend-watch.ts";

/** Mulberry32 (Tommy Ettinger, public domain): any even generator would do. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test("a noisy day that spends three quarters of its cap tells of no burn, whatever the seed", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const draw = draws(seed);
    // 7,500 asks of some five cents, half of them in the eight busiest hours, in no order.
    const told = watchDay((atMs) => {
      const busy = Math.floor(atMs / (8 * HOUR_MS)) === 1 ? 1.5 : 0.75;
      const asks = draw() < 0.2 ? 5 : 0;
      const perAsk = -Math.log(1 - draw()) * 0.05e6 * (0.75 / 0.868);
      return asks * busy * perAsk;
    }, 30_000);
    expect(told.filter(({ type }) => type === "burn-alert")).toEqual([]);
  }
});

/**
 * After how long a burn fires the alert of a rate, whatever the seed: the ledger is read every few
 * seconds, a noisy calm comes before, and from then on money goes at the rate or faster, unevenly.
 */
function firedAfterMs(seed: number, alertRate: number, everyMs: number, calmMs: number): number {
  const draw = draws(seed);
  const watch = createSpendWatch(POLICY);
  const fromMs = calmMs + Math.floor(draw() * everyMs);
  const even = CAP / DAY_MS;
  const worst = draw() * 4 * alertRate;
  let spent = 0;
  for (let atMs = 0; atMs <= fromMs + DAY_MS; atMs += everyMs) {
    const calm = Math.min(everyMs, Math.max(0, fromMs - atMs + everyMs));
    const rate = alertRate * 1.0001 + draw() * worst;
    spent += even * (calm * draw() + (everyMs - calm) * rate);
    const told = watch.read([reading(Math.ceil(spent), atMs)], at(atMs));
    const fired = told.find((news) => news.type === "burn-alert" && news.alertRate === alertRate);
    if (fired !== undefined) return atMs - fromMs;
  }
  return Number.POSITIVE_INFINITY;
}

test("a burn of 12 and more fires its page by the first reading after five minutes, and none before it, whatever the seed", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const afterMs = firedAfterMs(seed, 12, 5_000, 10 * 60_000);
    expect(afterMs).toBeGreaterThanOrEqual(0);
    expect(afterMs).toBeLessThanOrEqual(5 * 60_000 + 5_000);
  }
});

test("a burn of 3 and more fires by the first reading after four hours, and none before it, whatever the seed", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const afterMs = firedAfterMs(seed, 3, 60_000, 4 * HOUR_MS);
    expect(afterMs).toBeGreaterThanOrEqual(0);
    expect(afterMs).toBeLessThanOrEqual(4 * HOUR_MS + 60_000);
  }
});
