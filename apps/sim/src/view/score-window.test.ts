import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addScore, meanScore, type ScoreWindow } from "./score-window.ts";

test("the mean is of the scores of the last minute, and memory stays small", () => {
  const someScores = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 9_000 }),
      score: fc.float({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(someScores, (scores) => {
      let atMs = 0;
      let window: ScoreWindow = [];
      const told = scores.map(({ afterMs, score }) => {
        atMs += afterMs;
        window = addScore(window, atMs, score);
        return { atMs, score };
      });
      expect(window.length).toBeLessThanOrEqual(12);
      // The window begins with a whole slice of five seconds.
      const fromMs = (Math.floor(atMs / 5_000) - 11) * 5_000;
      const recent = told.filter((each) => each.atMs >= fromMs).map(({ score }) => score);
      const mean = recent.reduce((sum, score) => sum + score, 0) / recent.length;
      expect(meanScore(window, atMs)).toBeCloseTo(mean, 9);
      expect(meanScore(window, atMs + 60_000)).toBeUndefined();
    }),
  );
});
