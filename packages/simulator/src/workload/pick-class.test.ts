import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shippedBundle } from "./arbitraries.ts";
import { deriveMix } from "./derive-mix.ts";
import { createClassPicker } from "./pick-class.ts";

const mix = deriveMix(shippedBundle("founding.yaml").bundle, { epochMs: Date.UTC(2026, 10, 24) });

test("evenly spaced draws pick each class as often as its share says", () => {
  const pick = createClassPicker(mix);
  const draws = 20_000;
  const counts = new Map<object, number>();
  for (let index = 0; index < draws; index += 1) {
    const picked = pick((index + 0.5) / draws);
    counts.set(picked, (counts.get(picked) ?? 0) + 1);
  }
  for (const traffic of mix.classes)
    expect(Math.abs((counts.get(traffic) ?? 0) - traffic.share * draws)).toBeLessThanOrEqual(1);
});

test("any draw picks a class of the mix", () => {
  const pick = createClassPicker(mix);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (draw) => {
      expect(mix.classes).toContain(pick(draw));
    }),
  );
});
