import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { burnRate, createBurnAlarm, type BurnNews } from "./burn-alarm.ts";
import { createCapAlarm } from "./cap-alarm.ts";
import { createSpendHistory } from "./spend-history.ts";
import { measuresByLevel, nextSpendLevel, spendMeasures } from "./spend-level.ts";
import { throttleShares } from "./throttle-shares.ts";

const DAY_MS = 24 * 3_600_000;
const CAP = 500_000_000;
/** What the cap allows in a second. */
const EVEN = (CAP * 1_000) / DAY_MS;
const FAST = { windowMs: 60_000, longWindowMs: 300_000, rate: 12 } as const;
const SLOW = { windowMs: 1_800_000, longWindowMs: 4 * 3_600_000, rate: 3 } as const;

test("a history sums what fell in the window, to a bucket, and forgets the rest", () => {
  const anEntry = fc.record({ afterMs: fc.nat({ max: 4_000 }), microUsd: fc.nat({ max: 1_000 }) });
  fc.assert(
    fc.property(fc.array(anEntry), fc.integer({ min: 1, max: 10 }), (entries, buckets) => {
      const history = createSpendHistory(100, 1_000);
      let atMs = 0;
      const spent = entries.map(({ afterMs, microUsd }) => {
        atMs += afterMs;
        history.add(microUsd, atMs, atMs);
        return { bucket: Math.floor(atMs / 100), microUsd };
      });
      const last = Math.floor(atMs / 100);
      const inside = spent.filter(({ bucket }) => bucket > last - buckets);
      expect(history.sum(buckets * 100, atMs)).toBe(
        inside.reduce((sum, { microUsd }) => sum + microUsd, 0),
      );
      expect(history.sum(1_000, atMs + 1_100)).toBe(0);
    }),
  );
});

test("what was spent between two instants is even between them, however long it was", () => {
  const aGap = fc.integer({ min: 10, max: 100_000 });
  fc.assert(
    fc.property(aGap, aGap, (calmMs, gapMs) => {
      const history = createSpendHistory(10, 1_000);
      history.add(7, 0, calmMs);
      const toMs = calmMs + gapMs;
      history.add(gapMs, calmMs, toMs);
      for (const windowMs of [10, 250, 1_000])
        expect(
          Math.abs(history.sum(windowMs, toMs) - Math.min(windowMs, gapMs)),
        ).toBeLessThanOrEqual(windowMs >= gapMs ? 7 : 20);
      expect(history.sum(1_000, toMs + 1_010)).toBe(0);
    }),
  );
});

/** Burns at a rate that may change by the second, and gives what the alarm told, with seconds. */
function burn(
  alert: Parameters<typeof createBurnAlarm>[0],
  seconds: number,
  rateAt: (second: number) => number,
): readonly (BurnNews & { readonly second: number })[] {
  const alarm = createBurnAlarm(alert, CAP, DAY_MS);
  return Array.from({ length: seconds }, (_, second) => {
    const news = alarm.spend(EVEN * rateAt(second), (second - 1) * 1_000, second * 1_000);
    return news === undefined ? [] : [{ ...news, second }];
  }).flat();
}

describe("a burn alarm", () => {
  test("fires once within its long window, at the alert's rate and above", () => {
    const aRate = fc.double({ min: 12.01, max: 200, noNaN: true });
    fc.assert(
      fc.property(aRate, fc.nat({ max: 2_000 }), (rate, calm) => {
        const news = burn(FAST, calm + 900, (second) => (second < calm ? 1 : rate));
        expect(news).toHaveLength(1);
        expect(news[0]).toMatchObject({ to: "firing" });
        expect(news[0]?.second).toBeGreaterThanOrEqual(calm);
        expect(news[0]?.second).toBeLessThanOrEqual(calm + 300);
      }),
      { numRuns: 60 },
    );
    expect(burn(SLOW, 5 * 3_600, () => 3.01)[0]?.second).toBeLessThanOrEqual(4 * 3_600);
  });

  test("never fires below its rate, and not for a peak that the long window swallows", () => {
    const rates = fc.array(fc.double({ min: 0, max: 11.9, noNaN: true }), { minLength: 900 });
    fc.assert(
      fc.property(rates, (each) => {
        expect(burn(FAST, each.length, (second) => each[second] ?? 0)).toEqual([]);
      }),
      { numRuns: 30 },
    );
    expect(burn(FAST, 900, (second) => (second >= 400 && second < 460 ? 40 : 1))).toEqual([]);
  });

  test("ends when its short window has been slower for its length, and may fire again", () => {
    const news = burn(FAST, 1_800, (second) => (second % 900 < 400 ? 20 : 1));
    expect(news.map(({ to }) => to)).toEqual(["firing", "ended", "firing", "ended"]);
  });

  test("fires at exactly its rate, and ends when exactly its window was slower", () => {
    const alert = { windowMs: 60_000, longWindowMs: 60_000, rate: 2 };
    const alarm = createBurnAlarm(alert, 1_000, 60_000);
    const rates = { rate: 2, longRate: 2 };
    expect(alarm.spend(2_000, 120_000, 120_000)).toEqual({ to: "firing", ...rates });
    expect(alarm.spend(0, 120_000, 130_000)).toBeUndefined();
    expect(alarm.rates(130_000)).toEqual(rates);
    expect(alarm.isFiring).toBe(true);
    expect(alarm.spend(0, 130_000, 190_000)).toEqual({ to: "ended", rate: 0, longRate: 0 });
    expect(alarm.isFiring).toBe(false);
  });

  test("counts no burn of a cap of nothing", () => {
    expect(burnRate(5, 1_000, 0, 60_000)).toBe(0);
    expect(burnRate(5, 1_000, 50, 60_000)).toBe(6);
  });

  test("is not fired twice by noise about its rate", () => {
    const wavering = burn(FAST, 3_600, (second) => (Math.floor(second / 7) % 2 === 0 ? 14 : 11));
    expect(wavering.map(({ to }) => to)).toEqual(["firing"]);
  });
});

test("a cap's alerts are told once each, in order, and anew in a new window", () => {
  const alarm = createCapAlarm([0.5, 0.8, 0.95], 100);
  expect([49, 50, 51, 79, 96, 97].map(alarm.spend)).toEqual([[], [0.5], [], [], [0.8, 0.95], []]);
  // A rolling window that wavers, and a calendar window that begins anew.
  expect([60, 95, 0, 60].map(alarm.spend)).toEqual([[], [], [], [0.5]]);
  // Half of the share itself is not below half of it.
  expect([25, 60, 24, 60].map(alarm.spend)).toEqual([[], [], [], [0.5]]);
});

const SPEND = {
  levels: [
    { from: 0.8, tierDown: 1, defer: true },
    { from: 0.95, tierDown: 2, defer: false, throttle: { order: ["quick"], shareMin: 0.2 } },
  ],
  hysteresis: 0.05,
} as const;

describe("spend levels", () => {
  test("are entered at their share, and left with hysteresis", () => {
    const shares = [0.79, 0.8, 0.76, 0.74, 0.96, 0.91, 0.89, 0.1];
    let level = 0;
    expect(shares.map((share) => (level = nextSpendLevel(SPEND, level, share)))).toEqual([
      0, 1, 1, 0, 2, 2, 1, 0,
    ]);
  });

  test("hold at exactly their share less the hysteresis", () => {
    const spend = { levels: [{ from: 0.75, tierDown: 1, defer: false }], hysteresis: 0.25 };
    expect(nextSpendLevel(spend, 1, 0.5)).toBe(1);
    expect(nextSpendLevel(spend, 0, 0.5)).toBe(0);
  });

  test("change at most twice for any share that wavers by less than the hysteresis", () => {
    const aShare = fc.double({ min: 0, max: 1.2, noNaN: true });
    const noise = fc.array(fc.double({ min: 0, max: 0.049, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(aShare, noise, (share, wavers) => {
        let level = 0;
        const changes = wavers.filter((waver) => {
          const before = level;
          level = nextSpendLevel(SPEND, level, share + waver);
          return level !== before;
        });
        expect(changes.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("ask for the most tiers down, and for the throttle of the highest that has one", () => {
    expect(spendMeasures(SPEND, 0)).toStrictEqual({ tierDown: 0, defer: false });
    expect(spendMeasures(SPEND, 1)).toEqual({ tierDown: 1, defer: true });
    expect(spendMeasures(SPEND, 2)).toEqual({
      tierDown: 2,
      defer: true,
      throttle: SPEND.levels[1].throttle,
    });
    const [first, second] = SPEND.levels;
    expect(spendMeasures({ levels: [second, first] }, 2)).toEqual(spendMeasures(SPEND, 2));
    expect(measuresByLevel(SPEND)).toEqual([0, 1, 2].map((level) => spendMeasures(SPEND, level)));
  });
});

describe("throttle shares", () => {
  test("let routes give in order, each to its least share before the next gives anything", () => {
    const demands = { quick: 100, planning: 200, regulated: 300 };
    const shares = (affordable: number): unknown =>
      Object.fromEntries(throttleShares(["quick", "planning"], 0.2, demands, affordable));
    expect(shares(600)).toEqual({ quick: 1, planning: 1 });
    expect(shares(550)).toEqual({ quick: 0.5, planning: 1 });
    expect(shares(420)).toEqual({ quick: 0.2, planning: 0.5 });
    expect(shares(0)).toEqual({ quick: 0.2, planning: 0.2 });
  });

  test("keep spend to what is affordable, or have all given all", () => {
    const order = ["a", "b", "c"];
    const aDemand = fc.nat({ max: 1_000 });
    const someDemands = fc.tuple(aDemand, aDemand, aDemand, aDemand);
    const aShareMin = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(someDemands, aShareMin, fc.nat({ max: 5_000 }), (each, shareMin, affordable) => {
        const demands = Object.fromEntries(
          ["a", "b", "c", "other"].map((route, index) => [route, each[index] ?? 0] as const),
        );
        const shares = throttleShares(order, shareMin, demands, affordable);
        const spend = Object.entries(demands).reduce(
          (sum, [route, microUsd]) => sum + microUsd * (shares.get(route) ?? 1),
          0,
        );
        const gaveAll = order.every(
          (route, index) => each[index] === 0 || (shares.get(route) ?? 1) <= shareMin + 1e-9,
        );
        expect(spend <= affordable + 1e-6 || gaveAll).toBe(true);
        for (const share of shares.values()) expect(share).toBeGreaterThanOrEqual(shareMin - 1e-9);
        const firstWhole = order.findIndex((route) => shares.get(route) === 1);
        const later = order.slice(firstWhole + 1);
        expect(
          firstWhole === -1 ||
            each[firstWhole] === 0 ||
            later.every((route) => shares.get(route) === 1),
        ).toBe(true);
      }),
    );
  });
});
