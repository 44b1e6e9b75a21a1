import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readWireError } from "../wire/wire-error.ts";
import { readLimitReset, readRetryHint } from "./retry-hint.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 15, 30, 0);
const MONTH_MS = 31 * 86_400_000;

function hintOf(headers: Readonly<Record<string, string>>) {
  return readRetryHint(readWireError(429, headers, undefined), NOW_MS);
}

test.each([
  [{ "retry-after": "2" }, 2000, "retry-after"],
  [{ "retry-after": "0.25" }, 250, "retry-after"],
  [{ "retry-after": "0" }, 0, "retry-after"],
  [{ "retry-after": "Tue, 24 Nov 2026 15:31:00 GMT" }, 60_000, "retry-after"],
  [{ "retry-after": "Tue, 24 Nov 2026 15:29:00 GMT" }, 0, "retry-after"],
  [{ "retry-after": "99999999" }, MONTH_MS, "retry-after"],
  [{ "retry-after-ms": "120", "retry-after": "1" }, 120, "retry-after-ms"],
  [{ "x-ms-retry-after-ms": "130", "retry-after": "1" }, 130, "x-ms-retry-after-ms"],
])("%j", (headers, ms, source) => {
  expect(hintOf(headers)).toEqual({ ms, source });
});

test.each(["", "soon", "-3", "Tue, 24 Nov 2026 15:31:00", "1e9", "Infinity", "NaN"])(
  "a hint nobody can read is none: %j",
  (value) => {
    expect(hintOf({ "retry-after": value })).toBeUndefined();
  },
);

test("whatever the headers say, a hint is whole milliseconds from 0 to a month", () => {
  const value = fc.oneof(
    fc.string(),
    fc.nat().map(String),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.nat().map((seconds) => `${seconds}s`),
  );
  const name = fc.constantFrom(
    "retry-after",
    "retry-after-ms",
    "x-ratelimit-reset-tokens",
    "anthropic-ratelimit-tokens-reset",
  );
  fc.assert(
    fc.property(fc.dictionary(name, value), (headers) => {
      const wire = readWireError(429, headers, undefined);
      for (const hint of [readRetryHint(wire, NOW_MS), readLimitReset(wire, NOW_MS)]) {
        if (hint === undefined) continue;
        expect(Number.isInteger(hint.ms)).toBe(true);
        expect(hint.ms).toBeGreaterThanOrEqual(0);
        expect(hint.ms).toBeLessThanOrEqual(MONTH_MS);
      }
    }),
  );
});

test("when no limit says it is used up, the last to be full again counts", () => {
  const headers = { "x-ratelimit-reset-requests": "8s", "x-ratelimit-reset-tokens": "6m0s" };

  expect(readLimitReset(readWireError(429, headers, undefined), NOW_MS)).toEqual({
    ms: 360_000,
    source: "x-ratelimit-reset-tokens",
  });
});
