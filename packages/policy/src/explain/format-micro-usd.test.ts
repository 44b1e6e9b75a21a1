import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseMicroUsd } from "../load/parse-micro-usd.ts";
import { formatMicroUsd } from "./format-micro-usd.ts";

test.each([
  [0, "$0.00"],
  [1, "$0.000001"],
  [250_000, "$0.25"],
  [612, "$0.000612"],
  [10_000_000, "$10.00"],
  [-1_500_000, "-$1.50"],
])("%d micro-dollars are %s", (microUsd, text) => {
  expect(formatMicroUsd(microUsd)).toBe(text);
});

test("what is written reads back as the same amount", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (microUsd) => {
      expect(parseMicroUsd(formatMicroUsd(microUsd))).toBe(microUsd);
    }),
  );
});
