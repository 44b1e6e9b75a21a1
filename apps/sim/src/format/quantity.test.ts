import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatClock,
  formatClockTenths,
  formatCount,
  formatLatency,
  formatMoney,
  formatMoneyShort,
  formatRate,
  formatShare,
  formatSpan,
} from "./quantity.ts";

describe("quantities", () => {
  test("latencies keep the digits that matter", () => {
    expect([3.4, 840, 999.6, 1_240, 59_940, 59_960, 125_000].map(formatLatency)).toEqual([
      "3ms",
      "840ms",
      "1.0s",
      "1.2s",
      "59.9s",
      "1m00",
      "2m05",
    ]);
  });

  test("spans use two units at most", () => {
    expect([45_000, 130_000, 11_100_000, 187_200_000].map(formatSpan)).toEqual([
      "45s",
      "2m 10s",
      "3h 05m",
      "2d 4h",
    ]);
  });

  test("the clock grows an hour only when it needs one", () => {
    expect([0, 250_000, 3_850_000].map(formatClock)).toEqual(["00:00", "04:10", "1:04:10"]);
    expect(formatClockTenths(101_980)).toBe("01:41.9");
  });

  test("money shows small amounts and does not drown large ones in cents", () => {
    expect([0, 4_100, 80_000, 250_000, 12_300_000, 1_204_000_000].map(formatMoney)).toEqual([
      "$0.00",
      "$0.0041",
      "$0.08",
      "$0.25",
      "$12.30",
      "$1,204",
    ]);
    expect([33_000, 12_300_000, 50_000_000, 412_400_000].map(formatMoneyShort)).toEqual([
      "$0.03",
      "$12.30",
      "$50",
      "$412",
    ]);
  });

  test("a share is never rounded to all or to none", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(["0%", "0.0%", "100%", "100.0%"]).not.toContain(formatShare(share));
      }),
    );
    expect([0, 0.982, 1, 1.204].map(formatShare)).toEqual(["0%", "98.2%", "100%", "120.4%"]);
  });

  test("counts and rates are short", () => {
    expect([999, 12_345, 1_234_567].map(formatCount)).toEqual(["999", "12,345", "1,234,567"]);
    expect([0.42, 9.8, 34.4].map(formatRate)).toEqual(["0.4", "9.8", "34"]);
  });
});
