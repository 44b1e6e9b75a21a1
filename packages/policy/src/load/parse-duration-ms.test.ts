import { DurationText } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseDurationMs } from "./parse-duration-ms.ts";

test.each([
  ["250ms", 250],
  ["9s", 9000],
  ["3.2s", 3200],
  ["4m10s", 250_000],
  ["1h", 3_600_000],
  ["2d", 172_800_000],
  ["0s", 0],
  ["9", Number.NaN],
  ["s", Number.NaN],
  ["9 s", Number.NaN],
  ["-1s", Number.NaN],
])("%j is %d ms", (text, expected) => {
  expect(parseDurationMs(text)).toBe(expected);
});

test("every duration that a document may hold is a safe integer of milliseconds", () => {
  const aDuration = fc.stringMatching(/^([0-9]{1,7}(\.[0-9]{1,3})?(ms|s|m|h|d)){1,5}$/);
  fc.assert(
    fc.property(aDuration, (text) => {
      expect(DurationText.safeParse(text).success).toBe(true);
      expect(parseDurationMs(text)).toSatisfy(Number.isSafeInteger);
    }),
  );
});

test("parts add up", () => {
  const aPart = fc.nat({ max: 59 });
  fc.assert(
    fc.property(aPart, aPart, aPart, (hours, minutes, seconds) => {
      const expected = ((hours * 60 + minutes) * 60 + seconds) * 1000;

      expect(parseDurationMs(`${hours}h${minutes}m${seconds}s`)).toBe(expected);
    }),
  );
});
