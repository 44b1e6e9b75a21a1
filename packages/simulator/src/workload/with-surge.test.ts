import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { TraceRow } from "../traces/trace.ts";
import { withSurge, type Surge } from "./with-surge.ts";

const rows: fc.Arbitrary<readonly TraceRow[]> = fc
  .array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 40 })
  .map((instants) =>
    instants
      .toSorted((a, b) => a - b)
      .map((atMs, index) => ({ atMs, inputTokens: index + 1, outputTokens: 1 })),
  );
const surge: fc.Arbitrary<Surge> = fc
  .record({
    times: fc.integer({ min: 2, max: 5 }),
    fromMs: fc.integer({ min: 0, max: 4000 }),
    lastsMs: fc.integer({ min: 1, max: 2000 }),
  })
  .map(({ times, fromMs, lastsMs }) => ({ times, fromMs, untilMs: fromMs + lastsMs }));
const speed = fc.constantFrom(0.5, 1, 2);

test("a surge multiplies the arrivals inside it and no others, and keeps them in order", () => {
  fc.assert(
    fc.property(rows, surge, speed, (before, { times, fromMs, untilMs }, factor) => {
      const after = withSurge(before, { times, fromMs, untilMs }, factor);
      const inside = ({ atMs }: TraceRow) => atMs / factor >= fromMs && atMs / factor < untilMs;
      expect(after.filter(inside)).toHaveLength(before.filter(inside).length * times);
      expect(after.filter((row) => !inside(row))).toEqual(before.filter((row) => !inside(row)));
      expect(after.every(({ atMs }, index) => atMs >= (after[index - 1]?.atMs ?? 0))).toBe(true);
    }),
  );
});

test("rows before the surge keep their places", () => {
  fc.assert(
    fc.property(rows, surge, speed, (before, given, factor) => {
      const first = before.findIndex(({ atMs }) => atMs / factor >= given.fromMs);
      const kept = first === -1 ? before.length : first;
      expect(withSurge(before, given, factor).slice(0, kept)).toEqual(before.slice(0, kept));
    }),
  );
});
