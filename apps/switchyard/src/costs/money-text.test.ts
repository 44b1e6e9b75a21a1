import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countText, decimalsFor, moneyText, shareText } from "./money-text.ts";

test("money is rounded half up, with its thousands apart, and never shown as nothing", () => {
  expect(moneyText(2_685, 5)).toBe("$0.00269");
  expect(moneyText(1_234_567_895_000, 2)).toBe("$1,234,567.90");
  expect(moneyText(49, 4)).toBe("<$0.0001");
  expect(moneyText(0, 2)).toBe("$0.00");
});

test("what is shown is within half of its last digit", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(2, 4, 5), (microUsd, decimals) => {
      const shown = moneyText(microUsd, decimals);
      const usd = shown.startsWith("<") ? 0 : Number(shown.replace(/[$,]/g, ""));
      expect(Math.abs(usd * 1e6 - microUsd)).toBeLessThanOrEqual(10 ** (6 - decimals) / 2 + 1e-3);
    }),
  );
});

test("small amounts are shown with more decimals", () => {
  expect([12_000_000, 400_000, 5_000].map((amount) => decimalsFor([amount, 1]))).toEqual([2, 4, 5]);
});

test("rounding makes no share none or all", () => {
  expect([shareText(1, 1e6), shareText(999_999, 1e6)]).toEqual(["0.1%", "99.9%"]);
  expect([shareText(0, 3), shareText(3, 3), shareText(0, 0)]).toEqual(["0%", "100%", "-"]);
  expect(countText(1_234_567)).toBe("1,234,567");
});
