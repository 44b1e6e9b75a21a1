import fc from "fast-check";
import { expect, test } from "vitest";
import { schemas } from "./arbitraries.ts";
import { JUDGEMENT_SCHEMA, readJudgement } from "./judgement.ts";

const gate = { kind: "judge", route: "judging", scoreMin: 0.7, sampleShare: 1 } as const;

test("a judge's failure is never the answer's: what is no judgement leaves it unjudged", () => {
  fc.assert(
    fc.property(fc.anything(), fc.double({ min: 0, max: 1, noNaN: true }), (object, scoreMin) => {
      const judgement = readJudgement(object, { ...gate, scoreMin });

      const score = judgement.outcome === "unjudged" ? 0 : judgement.score;
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }),
    {
      examples: [
        [{ score: -0.1 }, 0],
        [{ score: 1.1 }, 0],
        [{ score: Number.NaN }, 0],
      ],
    },
  );
  for (const none of [undefined, null, "0.9", 0.9, {}, { score: "0.9" }, { score: 2 }])
    expect(readJudgement(none, gate).outcome).toBe("unjudged");
});

test("an answer passes exactly when its score reaches the least one", () => {
  const aScore = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(aScore, aScore, (score, scoreMin) => {
      const judgement = readJudgement({ score, reason: "So." }, { ...gate, scoreMin });

      expect(judgement).toMatchObject({ outcome: score >= scoreMin ? "passed" : "failed", score });
    }),
    { examples: [[0.7, 0.7]] },
  );
});

test("the reason is for a repair alone, and short", () => {
  const reason = `It names the wrong day. ${"x".repeat(2_000)}`;

  const judgement = readJudgement({ score: 0.4, reason }, gate);

  expect(judgement).toMatchObject({
    message: "Route judging scores the answer 0.4; the least is 0.7.",
    reason: reason.slice(0, 500),
  });
  expect(readJudgement({ score: 0.4, reason: " " }, gate)).not.toHaveProperty("reason");
});

test("the schema takes what the reader takes", () => {
  expect(schemas.mistakeOfSchema(JUDGEMENT_SCHEMA)).toBeUndefined();
  expect(schemas.mistakesOf(JUDGEMENT_SCHEMA, { score: 0.5, reason: "So." })).toEqual([]);
  expect(schemas.mistakesOf(JUDGEMENT_SCHEMA, { score: 1.5, reason: "So." })).toHaveLength(1);
});
