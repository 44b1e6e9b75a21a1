import { TIMED_SPANS, type LatencyWord } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BATCH_CALLS_MAX, createLatencyBatch, latencyWordsOf } from "./latency-batch.ts";

const aWord: fc.Arbitrary<LatencyWord> = fc.record({
  kind: fc.constant("took"),
  span: fc.constantFrom(...TIMED_SPANS),
  endpoint: fc.constantFrom("alpha/quick#us", "alpha/quick@low#eu"),
  latenciesMs: fc.array(fc.nat(900_000), { minLength: 1, maxLength: 5 }),
});

/** Every call by its own name, in a fixed order. */
function callsOf(words: readonly LatencyWord[]): readonly string[] {
  return words
    .flatMap(({ span, endpoint, latenciesMs }) =>
      latenciesMs.map((latencyMs) => `${span} ${endpoint} ${latencyMs}`),
    )
    .toSorted();
}

test("a batch's text says every call that was told, once", () => {
  fc.assert(
    fc.property(fc.array(aWord, { maxLength: 20 }), (words) => {
      const batch = createLatencyBatch();
      for (const word of words) batch.add(word);
      expect(callsOf(latencyWordsOf(batch.take()))).toEqual(callsOf(words));
      expect(batch.take()).toBe("");
    }),
  );
});

test("a batch is bounded", () => {
  const batch = createLatencyBatch();
  const word = {
    kind: "took",
    span: "answer",
    endpoint: "a/b#us",
    latenciesMs: [7, 8, 9],
  } as const;
  for (let told = 0; told < BATCH_CALLS_MAX; told += 1) batch.add(word);
  expect(callsOf(latencyWordsOf(batch.take()))).toHaveLength(BATCH_CALLS_MAX);
});

test("what is no line of a batch is left out", () => {
  const text = "answer a/b#us 1,2\nlater a/b#us 3\nanswer a/b#us x\n";
  expect(callsOf(latencyWordsOf(text))).toEqual(["answer a/b#us 1", "answer a/b#us 2"]);
});
