import { expect, test } from "vitest";
import { createKeyedRng } from "./create-keyed-rng.ts";
import { drawHex } from "./draw-hex.ts";
import { exponentialMs } from "./exponential-ms.ts";
import { lognormalMs } from "./lognormal-ms.ts";
import { pickWeighted } from "./pick-weighted.ts";

function drawMany(count: number, draw: (index: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, index) => draw(index)).toSorted((a, b) => a - b);
}

test("a log-normal duration has the median and the 95th percentile that were asked for", () => {
  const rng = createKeyedRng("lognormal");
  const drawn = drawMany(20_000, (index) => lognormalMs(rng.fork(`${index}`), 900, 1900));

  expect((drawn[10_000] ?? 0) / 900).toBeCloseTo(1, 1);
  expect((drawn[19_000] ?? 0) / 1900).toBeCloseTo(1, 1);
  expect(drawn.every((ms) => ms > 0 && ms === Math.round(ms * 1000) / 1000)).toBe(true);
});

test("a p95 that is not above the p50 means no spread", () => {
  expect(lognormalMs(createKeyedRng("flat"), 700, 700)).toBe(700);
  expect(lognormalMs(createKeyedRng("flat"), 700, 100)).toBe(700);
  expect(lognormalMs(createKeyedRng("flat"), 0, 0)).toBe(0);
});

test("exponential gaps have the mean that was asked for", () => {
  const rng = createKeyedRng("gaps");
  const drawn = drawMany(20_000, () => exponentialMs(rng, 40));
  const mean = drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length;

  expect(mean / 40).toBeCloseTo(1, 1);
});

test("choices are drawn in proportion to their weights and a weight of 0 never", () => {
  const rng = createKeyedRng("weights");
  const drawn = Array.from({ length: 4000 }, () =>
    pickWeighted(rng, [
      ["never", 0],
      ["often", 3],
      ["seldom", 1],
    ]),
  );

  expect(drawn).not.toContain("never");
  expect(drawn.filter((choice) => choice === "often").length / 4000).toBeCloseTo(0.75, 1);
});

test("choices without any weight are refused", () => {
  expect(() => pickWeighted(createKeyedRng("none"), [["a", 0]])).toThrow(RangeError);
});

test("hexadecimal ids have eight digits a word", () => {
  expect(drawHex(createKeyedRng("id"), 3)).toMatch(/^[0-9a-f]{24}$/);
});
