import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CallEnd } from "./breaker.ts";
import { createLatencyBook } from "./latency-book.ts";
import { GENERATION_MS, observedMsP95, SAMPLES_MIN, withLatency } from "./observed-latency.ts";

const answer = (durationMs: number): CallEnd => ({ verdict: "passed", reason: "ok", durationMs });
const failure = (reason: string, durationMs: number): CallEnd => ({
  verdict: "failed",
  reason,
  durationMs,
});

function bookOf(end: CallEnd, times: number) {
  const book = createLatencyBook();
  for (let call = 0; call < times; call += 1) book.add("a", end, call);
  return book;
}

test("time-outs count as their duration, quick failures not at all", () => {
  expect(bookOf(failure("timeout", 2_000), SAMPLES_MIN).read(SAMPLES_MIN)).toEqual({ a: 2_075 });
  expect(bookOf(failure("overloaded", 20), SAMPLES_MIN).read(SAMPLES_MIN)).toEqual({});
});

test("failures slower than the answers make the p95 longer, quicker ones leave it", () => {
  const book = bookOf(answer(400), SAMPLES_MIN);
  for (let call = 0; call < 50; call += 1) book.add("a", failure("server-error", 20), 200);
  expect(book.read(200)).toEqual({ a: 400 });
  for (let call = 0; call < 50; call += 1) book.add("a", failure("server-error", 5_000), 300);
  expect(book.read(300)).toEqual({ a: 5_382 });
});

test("the book reads as each endpoint's own observations do, at any time", () => {
  const call = fc.record({
    endpoint: fc.constantFrom("a", "b", "c"),
    calls: fc.integer({ min: 1, max: 120 }),
    durationMs: fc.nat(20_000),
    afterMs: fc.constantFrom(0, 1_000, GENERATION_MS / 2, GENERATION_MS),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 12 }), (all) => {
      const book = createLatencyBook();
      const observed: Record<string, ReturnType<typeof withLatency>> = {};
      let nowMs = 1;
      for (const { endpoint, calls, durationMs, afterMs } of all) {
        nowMs += afterMs;
        for (let nth = 0; nth < calls; nth += 1) {
          book.add(endpoint, answer(durationMs), nowMs);
          observed[endpoint] = withLatency(observed[endpoint], durationMs, nowMs);
        }
        const expected = Object.entries(observed).flatMap(([id, own]) => {
          const level = observedMsP95(own, nowMs);
          return level === undefined ? [] : [[id, level] as const];
        });
        expect(book.read(nowMs)).toEqual(Object.fromEntries(expected));
      }
    }),
  );
});

test("only endpoints that are kept are remembered", () => {
  const book = bookOf(answer(400), SAMPLES_MIN);
  for (let call = 0; call < SAMPLES_MIN; call += 1) book.add("b", answer(400), call);
  book.keep(new Set(["b", "c"]));
  expect(book.read(SAMPLES_MIN)).toEqual({ b: 400 });
});
