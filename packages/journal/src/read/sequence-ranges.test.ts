import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSequenceRanges } from "./sequence-ranges.ts";

test("says of every event whether it was seen, as a set would, and counts the gaps", () => {
  const step = fc.tuple(fc.constantFrom("a", "b"), fc.nat(30));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const ranges = createSequenceRanges();
      const seen = new Map<string, Set<number>>();
      for (const [process, sequence] of steps) {
        const known = seen.get(process) ?? new Set();
        seen.set(process, known);
        expect(ranges.add(process, sequence)).toBe(!known.has(sequence));
        known.add(sequence);
      }
      const missing = [...seen.values()].reduce(
        (sum, known) => sum + Math.max(...known) - Math.min(...known) + 1 - known.size,
        0,
      );
      expect(ranges.missing()).toBe(missing);
    }),
  );
});

test("gaps without end are forgotten from the oldest on, and never call a new event a repeat", () => {
  const ranges = createSequenceRanges();
  for (let sequence = 0; sequence < 30_000; sequence += 2) ranges.add("a", sequence);
  expect(ranges.missing()).toBeLessThan(10_000);
  expect(ranges.add("a", 29_998)).toBe(false);
  expect(ranges.add("a", 1)).toBe(true);
});
