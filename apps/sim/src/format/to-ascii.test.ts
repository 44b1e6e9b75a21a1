import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sparkline } from "./bar.ts";
import { toAscii } from "./to-ascii.ts";

test("nothing but ASCII is left, and ASCII is left alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const plain = toAscii(text);
      expect(plain).toMatch(/^\p{ASCII}*$/u);
      expect(toAscii(plain)).toBe(plain);
    }),
  );
});

test("each step of a sparkline stays another one", () => {
  const steps = sparkline(Array.from({ length: 8 }, (_, step) => (step + 1) / 8));
  expect(new Set(toAscii(steps)).size).toBe(8);
});

test("a comparison stays what it says", () => {
  expect(toAscii("p95 ≤ 8s, availability ≥ 97%")).toBe("p95 <= 8s, availability >= 97%");
});
