import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseShare } from "./parse-share.ts";

test.each([
  ["40%", 0.4],
  ["7%", 0.07],
  ["0.5%", 0.005],
  ["100%", 1],
  ["0%", 0],
  ["40", Number.NaN],
  ["-4%", Number.NaN],
])("%j is %d", (text, expected) => {
  expect(parseShare(text)).toBe(expected);
});

test("a share is the number that the same decimal would be read as", () => {
  fc.assert(
    fc.property(fc.nat({ max: 9999 }), (basisPoints) => {
      const share = parseShare(
        `${Math.floor(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, "0")}%`,
      );

      expect(share).toBe(Number(`0.${String(basisPoints).padStart(4, "0")}`));
    }),
  );
});
