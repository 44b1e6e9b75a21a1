import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addSample,
  EMPTY_WINDOW,
  goodSharesOf,
  readTraffic,
  WINDOW_SLICES,
  type TrafficSample,
} from "./traffic-window.ts";

const MINUTE_MS = 60_000;

const someSamples = fc
  .array(
    fc.record({
      atMs: fc.nat(10 * MINUTE_MS),
      good: fc.boolean(),
      latencyMs: fc.double({ min: 1, max: 100_000, noNaN: true }),
      labels: fc.subarray(["rung:full", "fallback"]),
    }),
    { maxLength: 200 },
  )
  .map((samples) => samples.toSorted((a, b) => a.atMs - b.atMs));

function windowOf(samples: readonly TrafficSample[]): typeof EMPTY_WINDOW {
  return samples.reduce(addSample, EMPTY_WINDOW);
}

describe("the traffic window", () => {
  test("has the share of good samples in steps of five seconds, and gaps where none came", () => {
    const window = windowOf(
      [0, 1_000, 7_000, 58_000].map((atMs) => ({ atMs, good: atMs !== 1_000, labels: [] })),
    );
    const gaps = Array.from({ length: WINDOW_SLICES - 3 }, () => undefined);
    expect(goodSharesOf(window, 59_000)).toEqual([0.5, 1, ...gaps, 1]);
    expect(goodSharesOf(window, 61_000)).toEqual([1, ...gaps, 1, undefined]);
    expect(goodSharesOf(window, 10 * MINUTE_MS)).toEqual([
      ...gaps,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("counts every sample of the last 55 seconds and none older than 60", () => {
    fc.assert(
      fc.property(someSamples, (samples) => {
        const nowMs = samples.at(-1)?.atMs ?? 0;
        const { total } = readTraffic(windowOf(samples), nowMs, 0);
        const younger = (ageMs: number): number =>
          samples.filter(({ atMs }) => nowMs - atMs < ageMs).length;
        expect(total).toBeGreaterThanOrEqual(younger(55_000));
        expect(total).toBeLessThanOrEqual(younger(MINUTE_MS));
      }),
    );
  });

  test("stays bounded however long the run is", () => {
    fc.assert(
      fc.property(someSamples, (samples) => {
        expect(windowOf(samples).length).toBeLessThanOrEqual(12);
      }),
    );
  });

  test("the percentile is within 4% of a sample that has it", () => {
    const latencies = fc.array(fc.double({ min: 2, max: 100_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(latencies, (all) => {
        const window = windowOf(
          all.map((latencyMs) => ({ atMs: 0, good: true, latencyMs, labels: [] })),
        );
        const sorted = all.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(all.length * 0.95) - 1] ?? 0;
        const { latencyMsP95 = 0 } = readTraffic(window, 0, 0);
        expect(Math.abs(latencyMsP95 / exact - 1)).toBeLessThan(0.041);
      }),
    );
  });

  test("a young run's rate is over its own length, and traffic that ended fades out", () => {
    const labels = ["fallback"];
    const window = windowOf(
      [0, 1_000, 2_000, 3_000].map((atMs) => ({ atMs, good: true, latencyMs: 10, labels })),
    );
    expect(readTraffic(window, 4_000, 0).perSecond).toBe(1);
    expect(readTraffic(window, 4_000, 0).labels).toEqual({ fallback: 4 });
    expect(readTraffic(window, 2 * MINUTE_MS, 0)).toMatchObject({
      total: 0,
      goodShare: undefined,
      latencyMsP95: undefined,
    });
  });
});
