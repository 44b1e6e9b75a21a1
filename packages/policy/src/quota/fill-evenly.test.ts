import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fillEvenly } from "./fill-evenly.ts";

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

test("what a bucket leaves goes to the others, evenly", () => {
  expect(fillEvenly([9, 0, 0], 13, 10)).toEqual([10, 6, 6]);
  expect(fillEvenly([-4, 10], 6, 10)).toEqual([2, 10]);
  expect(fillEvenly([14, 0], 1, 10)).toEqual([10, 5]);
});

test("nothing is made or lost while there is room, and who has less is never given less", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 15 }),
      (levels, amount, levelMax) => {
        const filled = fillEvenly(levels, amount, levelMax);
        const room = levelMax * levels.length;
        expect(sumOf(filled)).toBeCloseTo(Math.min(sumOf(levels) + amount, room), 6);
        const given = filled.map((level, index) => level - (levels[index] ?? 0));
        expect(Math.max(...filled)).toBeLessThanOrEqual(levelMax);
        const openGiven = given.filter((_, index) => filled[index] !== levelMax);
        // Without any that is not full, the least is infinite.
        expect(Math.min(...openGiven)).toBeGreaterThanOrEqual(Math.max(...given) - 1e-9);
      },
    ),
  );
});
