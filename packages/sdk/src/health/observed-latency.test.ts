import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LATENCY_LEVELS_MS } from "./latency-levels.ts";
import {
  GENERATION_MS,
  GENERATION_SAMPLES,
  observedMsP95,
  SAMPLES_MIN,
  withLatency,
  type ObservedLatency,
} from "./observed-latency.ts";

const bursts = fc.array(
  fc.record({
    afterMs: fc.constantFrom(0, 1, 60_000, GENERATION_MS - 1, GENERATION_MS),
    everyMs: fc.constantFrom(0, 10, 1_000),
    calls: fc.integer({ min: 1, max: 150 }),
    latencyMs: fc.double({ min: 1, max: 900_000, noNaN: true }),
    spreadMs: fc.nat(5_000),
  }),
  { maxLength: 8 },
);

/** Keeps every latency in plain lists, newest generation last, and sorts them to read. */
function createReference() {
  let generations: { readonly startedAtMs: number; readonly latencies: number[] }[] = [];
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return {
    add: (latencyMs: number, nowMs: number): void => {
      if (nowMs - lastAtMs >= GENERATION_MS) generations = [];
      lastAtMs = nowMs;
      const current = generations.at(-1);
      if (
        current === undefined ||
        current.latencies.length === GENERATION_SAMPLES ||
        nowMs - current.startedAtMs >= GENERATION_MS
      )
        generations.push({ startedAtMs: nowMs, latencies: [latencyMs] });
      else current.latencies.push(latencyMs);
    },
    p95: (nowMs: number): number | undefined => {
      const all = generations.slice(-2).flatMap(({ latencies }) => latencies);
      if (nowMs - lastAtMs >= GENERATION_MS || all.length < SAMPLES_MIN) return undefined;
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(0.95 * all.length) - 1] ?? 0;
      return LATENCY_LEVELS_MS.find((levelMs) => levelMs >= exact) ?? LATENCY_LEVELS_MS.at(-1);
    },
  };
}

test("the observed p95 is the level of the exact one over the last two generations", () => {
  fc.assert(
    fc.property(bursts, fc.constantFrom(0, GENERATION_MS - 1, GENERATION_MS), (all, laterMs) => {
      const reference = createReference();
      let observed: ObservedLatency | undefined;
      let nowMs = 1_234.5;
      for (const { afterMs, everyMs, calls, latencyMs, spreadMs } of all) {
        nowMs += afterMs;
        for (let call = 0; call < calls; call += 1) {
          nowMs += everyMs;
          const tookMs = latencyMs + ((call * 7_919) % (spreadMs + 1));
          observed = withLatency(observed, tookMs, nowMs);
          reference.add(tookMs, nowMs);
        }
        expect(observedMsP95(observed, nowMs)).toBe(reference.p95(nowMs));
      }
      expect(observedMsP95(observed, nowMs + laterMs)).toBe(reference.p95(nowMs + laterMs));
    }),
  );
});

test("nothing is told of too few calls", () => {
  expect(observedMsP95(undefined, 0)).toBeUndefined();
  let observed: ObservedLatency | undefined;
  for (let call = 1; call < SAMPLES_MIN; call += 1) observed = withLatency(observed, 500, call);
  expect(observedMsP95(observed, SAMPLES_MIN)).toBeUndefined();
  expect(observedMsP95(withLatency(observed, 500, SAMPLES_MIN), SAMPLES_MIN)).toBe(519);
});
