import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CallEnd } from "./breaker.ts";
import { GENERATION_MS, observedMsP95, SAMPLES_MIN, withLatency } from "./observed-latency.ts";
import { createStreamBook, type StreamBook, type StreamTimes } from "./stream-book.ts";

const passed: CallEnd = { verdict: "passed", reason: "ok", durationMs: 900 };
const timedOut = (durationMs: number): CallEnd => ({
  verdict: "failed",
  reason: "timeout",
  durationMs,
});

function add(book: StreamBook, times: number, streamed: StreamTimes, end: CallEnd = passed): void {
  for (let call = 0; call < times; call += 1) book.add("a", streamed, end, 0);
}

test("the book reads as each endpoint's own first tokens and silences do, at any time", () => {
  const burst = fc.record({
    endpoint: fc.constantFrom("a", "b"),
    calls: fc.integer({ min: 1, max: 120 }),
    firstTokenMs: fc.nat(20_000),
    silenceMs: fc.nat(5_000),
    afterMs: fc.constantFrom(0, 1_000, GENERATION_MS),
  });
  fc.assert(
    fc.property(fc.array(burst, { maxLength: 10 }), (bursts) => {
      const book = createStreamBook();
      const firsts: Record<string, ReturnType<typeof withLatency>> = {};
      const silences: Record<string, ReturnType<typeof withLatency>> = {};
      let nowMs = 1;
      for (const { endpoint, calls, firstTokenMs, silenceMs, afterMs } of bursts) {
        nowMs += afterMs;
        for (let nth = 0; nth < calls; nth += 1) {
          book.add(endpoint, { firstTokenMs, silenceMs }, passed, nowMs);
          firsts[endpoint] = withLatency(firsts[endpoint], firstTokenMs, nowMs);
          silences[endpoint] = withLatency(silences[endpoint], silenceMs, nowMs);
        }
        const { firstTokenMsP95, silenceMsP95 } = book.read(endpoint, nowMs);
        expect(firstTokenMsP95).toBe(observedMsP95(firsts[endpoint], nowMs));
        expect(silenceMsP95).toBe(observedMsP95(silences[endpoint], nowMs));
      }
    }),
  );
});

test("a stream that was given up counts only where it says more than the p95", () => {
  const book = createStreamBook();
  add(book, SAMPLES_MIN, { silenceMs: 0 }, timedOut(50));
  expect(book.read("a", 0)).toEqual({});

  add(book, SAMPLES_MIN, { firstTokenMs: 400, silenceMs: 100 });
  const quick = { firstTokenMsP95: 400, silenceMsP95: 100 };
  expect(book.read("a", 0)).toEqual(quick);
  add(book, 50, { silenceMs: 0 }, timedOut(300));
  add(book, 50, { firstTokenMs: 400, silenceMs: 20 }, timedOut(500));
  expect(book.read("a", 0)).toEqual(quick);
});

test("an endpoint that became slow is given more time after some that were given up", () => {
  const book = createStreamBook();
  add(book, SAMPLES_MIN, { firstTokenMs: 400, silenceMs: 100 });
  add(book, 10, { silenceMs: 0 }, timedOut(1_500));
  add(book, 10, { firstTokenMs: 400, silenceMs: 3_000 }, timedOut(4_000));
  expect(book.read("a", 0)).toEqual({ firstTokenMsP95: 1_600, silenceMsP95: 3_200 });
});

test("a first token counts though its call failed afterwards", () => {
  const book = createStreamBook();
  add(book, SAMPLES_MIN, { firstTokenMs: 400, silenceMs: 50 }, timedOut(5_000));
  expect(book.read("a", 0)).toEqual({ firstTokenMsP95: 400 });
});
