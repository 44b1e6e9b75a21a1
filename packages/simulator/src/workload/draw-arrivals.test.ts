import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import type { OpenArrivals } from "./arrivals.ts";
import { drawArrivals, type ArrivalSpan } from "./draw-arrivals.ts";

const HOUR_MS = 3_600_000;
const startAtMs = Date.UTC(2026, 10, 24, 9);
const steady: OpenArrivals = { process: "poisson", ratePerMs: 0.005 };

function draw(arrivals: OpenArrivals, span: Partial<ArrivalSpan>, seed = "seed"): number[] {
  return drawArrivals(arrivals, createKeyedRng(seed), { startAtMs, ...span });
}

/** Counts of 400 seeds. */
function counts(arrivals: OpenArrivals, durationMs: number): readonly number[] {
  return Array.from({ length: 400 }, (_, seed) => draw(arrivals, { durationMs }, `${seed}`).length);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const someArrivals: fc.Arbitrary<OpenArrivals> = fc.constantFrom<OpenArrivals>(
  steady,
  { process: "diurnal", ratePerMs: 0.002, amplitude: 0.8, peakHour: 14 },
  { process: "bursty", ratePerMs: 0.002, everyMs: 20_000, forMs: 3_000, times: 8 },
);

test("instants ascend, lie in the span, and those of a longer span begin with the shorter one's", () => {
  fc.assert(
    fc.property(someArrivals, fc.integer({ min: 1, max: 60_000 }), (arrivals, durationMs) => {
      const short = draw(arrivals, { durationMs });
      const long = draw(arrivals, { durationMs: 2 * durationMs });
      expect(long).toEqual(long.toSorted((a, b) => a - b));
      expect(short).toEqual(long.filter((atMs) => atMs < durationMs));
      expect(draw(arrivals, { requests: short.length })).toEqual(short);
    }),
    { numRuns: 50 },
  );
});

test("a steady rate gives counts with the mean and the variance of Poisson's distribution", () => {
  // 5 a second over 20 s: mean and variance are 100. Of 400 counts the mean's standard error is
  // 0.5 and the variance's is 100 * sqrt(2 / 399) = 7.1; both within four of them.
  const seen = counts(steady, 20_000);
  const mean = meanOf(seen);
  const variance = meanOf(seen.map((count) => (count - mean) ** 2)) * (400 / 399);
  expect(Math.abs(mean - 100)).toBeLessThan(2);
  expect(Math.abs(variance - 100)).toBeLessThan(28.4);
});

test("gaps of a steady rate are as long as an exponential distribution's: a share of 1/e is longer than the mean", () => {
  const instants = draw(steady, { requests: 10_000 });
  const long = instants.filter((atMs, index) => atMs - (instants[index - 1] ?? 0) > 200).length;
  // The standard error of the share is 0.0048; within four of them.
  expect(Math.abs(long / 10_000 - Math.exp(-1))).toBeLessThan(0.02);
});

test("a day of a diurnal rate has the stated mean, most in its peak hour and least half a day off", () => {
  // 0.1 a second: 8,640 in a day.
  const daily: OpenArrivals = {
    process: "diurnal",
    ratePerMs: 0.0001,
    amplitude: 0.8,
    peakHour: 14,
  };
  const days = Array.from({ length: 8 }, (_, seed) =>
    draw(daily, { durationMs: 24 * HOUR_MS }, `day-${seed}`),
  );
  const perDay = days.reduce((sum, { length }) => sum + length, 0) / 8;
  // The standard error of the mean is sqrt(8640 / 8) = 33; within four of them.
  expect(Math.abs(perDay - 8640)).toBeLessThan(132);
  const around = (hour: number): number =>
    days.flat().filter((atMs) => Math.abs(((9 + atMs / HOUR_MS) % 24) - hour) < 0.5).length / 8;
  // 360 an hour on average: 648 at the peak and 72 half a day off, less what an hour rounds away.
  expect(around(14)).toBeGreaterThan(610);
  expect(around(14)).toBeLessThan(685);
  expect(around(2)).toBeGreaterThan(55);
  expect(around(2)).toBeLessThan(90);
});

test("bursts begin and end at the stated instants, at the stated multiple of the rate", () => {
  // 10 a second, and 100 a second for 2 s after each 30 s.
  const bursty: OpenArrivals = {
    process: "bursty",
    ratePerMs: 0.01,
    everyMs: 30_000,
    forMs: 2_000,
    times: 10,
  };
  const runs = Array.from({ length: 20 }, (_, seed) =>
    draw(bursty, { durationMs: 90_000 }, `${seed}`),
  ).flat();
  const between = (fromMs: number, untilMs: number): number =>
    runs.filter((atMs) => fromMs <= atMs && atMs < untilMs).length / 20;
  for (const burstMs of [30_000, 60_000]) {
    // Standard errors: sqrt(200 / 20) = 3.2 in a burst, sqrt(20 / 20) = 1 beside it; within four.
    expect(Math.abs(between(burstMs, burstMs + 2_000) - 200)).toBeLessThan(13);
    expect(Math.abs(between(burstMs - 2_000, burstMs) - 20)).toBeLessThan(4);
    expect(Math.abs(between(burstMs + 2_000, burstMs + 4_000) - 20)).toBeLessThan(4);
  }
  expect(Math.abs(between(0, 2_000) - 20)).toBeLessThan(4);
});
