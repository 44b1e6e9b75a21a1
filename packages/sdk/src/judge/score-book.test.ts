import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createScoreBook, HALF_LIFE_SCORES } from "./score-book.ts";

const entry = { route: "quick", model: "openai/gpt-6-luna", source: "judge" } as const;
const aRecord = fc.record({
  route: fc.constantFrom("a", "b"),
  model: fc.constantFrom("x/1", "x/2"),
  source: fc.constantFrom("gate" as const, "judge" as const, "feedback" as const),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
});

function bookOf(scores: readonly number[]) {
  const book = createScoreBook();
  for (const score of scores) book.record({ ...entry, score });
  return book.read()[0];
}

describe("a score book", () => {
  test("counts every record once, under its route, model and source", () => {
    fc.assert(
      fc.property(fc.array(aRecord), (records) => {
        const book = createScoreBook();
        for (const record of records) book.record(record);
        const read = book.read();

        expect(read.reduce((sum, { count }) => sum + count, 0)).toBe(records.length);
        for (const { route, model, source, count, mean, lowerBound } of read) {
          const own = records.filter(
            (record) =>
              record.route === route && record.model === model && record.source === source,
          );
          expect(count).toBe(own.length);
          expect(mean).toBeGreaterThanOrEqual(Math.min(...own.map(({ score }) => score)) - 1e-6);
          expect(mean).toBeLessThanOrEqual(Math.max(...own.map(({ score }) => score)) + 1e-6);
          expect(lowerBound).toBeGreaterThanOrEqual(0);
          expect(lowerBound).toBeLessThanOrEqual(mean);
        }
      }),
    );
  });

  test("agrees with the weighted mean of the definition", () => {
    fc.assert(
      fc.property(fc.array(aRecord, { minLength: 1, maxLength: 300 }), (records) => {
        const scores = records.map(({ score }) => score);
        const weights = scores.map(
          (_, age) => 0.5 ** ((scores.length - 1 - age) / HALF_LIFE_SCORES),
        );
        const weighted = scores.reduce((sum, score, age) => sum + score * (weights[age] ?? 0), 0);
        const total = weights.reduce((sum, weight) => sum + weight, 0);

        expect(bookOf(scores)?.mean).toBeCloseTo(weighted / total, 5);
      }),
    );
  });

  test("shows a silent change of a model: half of the difference within a half-life", () => {
    const good = Array.from({ length: 2_000 }, () => 1);
    const bad = Array.from({ length: HALF_LIFE_SCORES }, () => 0);

    expect(bookOf([...good, ...bad])?.mean).toBeCloseTo(0.5, 2);
  });

  test("is as sure as its scores in effect allow, and no surer however many there are", () => {
    const scores = (count: number) =>
      Array.from({ length: count }, (_, index) => (index % 10 === 0 ? 0 : 1));

    expect(bookOf(scores(10))?.lowerBound).toBeCloseTo(0.6, 1);
    expect(bookOf(scores(20_000))?.lowerBound).toBeCloseTo(0.873, 2);
  });

  test("does not grow with routes that come and go", () => {
    const book = createScoreBook();
    for (let index = 0; index < 20_000; index += 1)
      book.record({ ...entry, route: `route-${index}`, score: 1 });

    expect(book.read().length).toBeLessThanOrEqual(12_000);
  });

  test("is read in the same order whatever came first", () => {
    const records = [
      { ...entry, route: "b", score: 1 },
      { ...entry, route: "a", score: 1 },
    ];
    const [left, right] = [createScoreBook(), createScoreBook()];
    for (const record of records) left.record(record);
    for (const record of records.toReversed()) right.record(record);

    expect(left.read()).toEqual(right.read());
    expect(left.read().map(({ route }) => route)).toEqual(["a", "b"]);
  });
});
