import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LATENCY_LEVELS_MS, levelIndexOf } from "./latency-levels.ts";

test("levels ascend by about nine percent from 50 ms to almost 14 minutes", () => {
  expect(LATENCY_LEVELS_MS.slice(0, 3)).toEqual([50, 55, 59]);
  expect(LATENCY_LEVELS_MS.at(-1)).toBe(819_200);
  const steps = LATENCY_LEVELS_MS.slice(1).map(
    (level, index) => level / (LATENCY_LEVELS_MS[index] ?? 0),
  );
  expect(Math.min(...steps)).toBeGreaterThan(1.07);
  expect(Math.max(...steps)).toBeLessThan(1.11);
});

test("a latency is told as the lowest level that is no shorter, or the last", () => {
  const latency = fc.oneof(
    fc.double({ min: 0, max: 1_000_000, noNaN: true }),
    fc.constantFrom(...LATENCY_LEVELS_MS),
    fc.constantFrom(...LATENCY_LEVELS_MS).map((levelMs) => levelMs + 0.001),
  );
  fc.assert(
    fc.property(latency, (latencyMs) => {
      const wanted = LATENCY_LEVELS_MS.find((levelMs) => levelMs >= latencyMs) ?? 819_200;
      expect(LATENCY_LEVELS_MS[levelIndexOf(latencyMs)]).toBe(wanted);
    }),
  );
});
