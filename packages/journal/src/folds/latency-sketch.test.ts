import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addLatency, EMPTY_LATENCIES, LATENCY_ERROR, latencyQuantile } from "./latency-sketch.ts";

const latencies = fc.array(fc.double({ min: 1, max: 100_000_000, noNaN: true }), { minLength: 1 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

function sketchOf(values: readonly number[]) {
  return values.reduce(addLatency, EMPTY_LATENCIES);
}

test("a quantile differs from the exact nearest rank by one percent at most", () => {
  expect(LATENCY_ERROR).toBeLessThan(0.01);
  fc.assert(
    fc.property(latencies, share, (values, q) => {
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN;
      const read = latencyQuantile(sketchOf(values), q) ?? Number.NaN;
      // The reading is rounded to the microsecond.
      expect(Math.abs(read - exact)).toBeLessThanOrEqual(exact * LATENCY_ERROR * 1.000001 + 0.0005);
    }),
  );
});

test("the order of latencies does not matter, and a greater share never reads less", () => {
  fc.assert(
    fc.property(latencies, share, share, (values, a, b) => {
      const sketch = sketchOf(values);
      expect(sketchOf(values.toReversed())).toEqual(sketch);
      const low = latencyQuantile(sketch, Math.min(a, b)) ?? Number.NaN;
      expect(latencyQuantile(sketch, Math.max(a, b))).toBeGreaterThanOrEqual(low);
    }),
  );
});

test("nothing has no quantile, and extremes read as the nearer end", () => {
  expect(latencyQuantile(EMPTY_LATENCIES, 0.5)).toBeNull();
  expect(latencyQuantile(sketchOf([0]), 0.5)).toBe(1);
  expect(latencyQuantile(sketchOf([1e12]), 0.5)).toBeGreaterThan(170_000_000);
});
