import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseWireDuration } from "./parse-wire-duration.ts";

test.each([
  ["20ms", 20],
  ["1s", 1000],
  ["7.5s", 7500],
  ["7.1s", 7100],
  ["6m0s", 360_000],
  ["1h2m3s", 3_723_000],
  ["2d", 172_800_000],
  ["1m500ms", 60_500],
  ["0.0001s", 1],
])("%s", (text, ms) => {
  expect(parseWireDuration(text)).toBe(ms);
});

test.each(["", "s", "7", "7 s", "-7s", "3s2m", "1w", "soon"])("%j is no duration", (text) => {
  expect(parseWireDuration(text)).toBeUndefined();
});

test("a duration is the sum of its units", () => {
  fc.assert(
    fc.property(fc.nat(99), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
      expect(parseWireDuration(`${hours}h${minutes}m${seconds}s`)).toBe(
        ((hours * 60 + minutes) * 60 + seconds) * 1000,
      );
    }),
  );
});
