import fc from "fast-check";
import { expect, test } from "vitest";
import { wilsonLowerBound } from "./wilson-bound.ts";

const aMean = fc.double({ min: 0, max: 1, noNaN: true });
const aCount = fc.double({ min: 0.5, max: 1e6, noNaN: true });

test("the bound is from 0 to the mean, and more observations never lower it", () => {
  fc.assert(
    fc.property(aMean, aCount, aCount, (mean, count, more) => {
      const bound = wilsonLowerBound(mean, count);

      expect(bound).toBeGreaterThanOrEqual(0);
      expect(bound).toBeLessThanOrEqual(mean);
      expect(wilsonLowerBound(mean, count + more)).toBeGreaterThanOrEqual(bound - 1e-12);
    }),
  );
});

test("it solves Wilson's equation: the mean lies z standard errors above it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 5, max: 10_000 }),
      (of, count) => {
        const mean = of / 1_000;
        const bound = wilsonLowerBound(mean, count);

        expect(mean - bound).toBeCloseTo(1.959964 * Math.sqrt((bound * (1 - bound)) / count), 9);
      },
    ),
  );
});

test("nothing is known without observations", () => {
  expect(wilsonLowerBound(1, 0)).toBe(0);
});
