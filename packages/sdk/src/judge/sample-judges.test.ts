import { createHash } from "node:crypto";
import type { Gate, Rng } from "@switchyard/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleJudges } from "./sample-judges.ts";

/** Chance that depends on the key alone. */
function keyedRng(seed: string): Rng {
  return {
    fork: (key) => keyedRng(`${seed}/${key}`),
    float: () => createHash("sha256").update(seed).digest().readUInt32BE() / 2 ** 32,
  };
}

const judge = (route: string, sampleShare: number): Gate => ({
  kind: "judge",
  route,
  scoreMin: 0.7,
  sampleShare,
});

test("an ask has the same judges in every run and beside any other gate", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.double({ min: 0, max: 1, noNaN: true }), (askId, share) => {
      const rng = keyedRng("1");
      const alone = sampleJudges([judge("a", share)], rng, askId);

      expect(sampleJudges([judge("a", share)], rng, askId)).toEqual(alone);
      const among = sampleJudges(
        [{ kind: "non-empty" }, judge("b", 1), judge("a", share)],
        rng,
        askId,
      );
      expect(among).toEqual(["b", ...alone]);
    }),
  );
});

test("a greater share asks no judge less", () => {
  const aShare = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.uuid(), aShare, aShare, (askId, left, right) => {
      const [less, more] = [Math.min(left, right), Math.max(left, right)];
      const rng = keyedRng("2");
      const before = sampleJudges([judge("a", less)], rng, askId);

      expect(sampleJudges([judge("a", more)], rng, askId)).toEqual(
        expect.arrayContaining([...before]),
      );
    }),
  );
});

test("about the stated share of the asks is judged", () => {
  const rng = keyedRng("3");
  const judged = Array.from({ length: 2_000 }, (_, index) =>
    sampleJudges([judge("a", 0.1)], rng, `ask-${index}`),
  ).filter(({ length }) => length === 1).length;

  // Three standard deviations of a binomial draw.
  expect(Math.abs(judged - 200)).toBeLessThan(3 * Math.sqrt(2_000 * 0.1 * 0.9));
});
