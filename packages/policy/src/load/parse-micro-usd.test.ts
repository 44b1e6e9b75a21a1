import { MoneyText } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseMicroUsd } from "./parse-micro-usd.ts";

test.each([
  ["$0.25", 250_000],
  ["$50", 50_000_000],
  ["$0.000001", 1],
  ["$8.2", 8_200_000],
  ["$1.1", 1_100_000],
  ["$0.0000001", Number.NaN],
  ["0.25", Number.NaN],
  ["$-1", Number.NaN],
  ["$99999999999999999999", Number.NaN],
])("%j is %d micro-dollars", (text, expected) => {
  expect(parseMicroUsd(text)).toBe(expected);
});

test("micro-dollars survive being written as dollars, without a rounding error", () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999 }), fc.nat({ max: 999_999 }), (dollars, micro) => {
      const text = `$${dollars}.${String(micro).padStart(6, "0")}`;

      expect(MoneyText.safeParse(text).success).toBe(true);
      expect(parseMicroUsd(text)).toBe(dollars * 1_000_000 + micro);
    }),
  );
});
