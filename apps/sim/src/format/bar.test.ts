import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resample, sparkline, stackedColumns } from "./bar.ts";

const someShares = fc
  .array(fc.nat(1_000), { minLength: 1, maxLength: 5 })
  .filter((counts) => counts.some((count) => count > 0))
  .map((counts) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, index) => ({ name: `part-${index}`, share: count / all }));
  });

describe("bars", () => {
  test("the parts of a whole fill the bar, and none that exists is invisible", () => {
    fc.assert(
      fc.property(someShares, fc.integer({ min: 5, max: 40 }), (parts, width) => {
        const columns = stackedColumns(parts, width);
        expect(columns.reduce((sum, part) => sum + part.columns, 0)).toBe(width);
        for (const [index, { share }] of parts.entries()) {
          expect((columns[index]?.columns ?? 0) > 0).toBe(share > 0);
        }
      }),
    );
  });

  test("a sparkline has one step per value and a blank where there is none", () => {
    expect(sparkline([0, 0.5, 1, undefined, 0.01])).toBe("▁▄█ ▁");
  });

  test("a resampled series has the asked length and stays between its values", () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (series, width) => {
        const points = resample(series, width);
        expect(points).toHaveLength(width);
        for (const point of points) {
          expect(point).toBeGreaterThanOrEqual(Math.min(...series) - 1e-9);
          expect(point).toBeLessThanOrEqual(Math.max(...series) + 1e-9);
        }
      }),
    );
  });
});
