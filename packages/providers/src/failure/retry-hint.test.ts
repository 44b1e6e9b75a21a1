import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readWireError } from "../wire/wire-error.ts";
import { readLimitReset, readRateLimit, readRetryHint } from "./retry-hint.ts";

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

test.each([
  [
    { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6ms" },
    { remainingRequests: 0, resetsInMs: 6 },
  ],
  [
    {
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "2s",
      "x-ratelimit-remaining-tokens": "150",
      "x-ratelimit-reset-tokens": "1m0s",
    },
    { remainingRequests: 0, remainingTokens: 150, resetsInMs: 2_000 },
  ],
  [
    {
      "anthropic-ratelimit-requests-remaining": "9",
      "anthropic-ratelimit-requests-reset": "2026-11-24T15:30:40Z",
      "anthropic-ratelimit-input-tokens-remaining": "7000",
      "anthropic-ratelimit-input-tokens-reset": "2026-11-24T15:30:10Z",
      "anthropic-ratelimit-output-tokens-remaining": "0",
      "anthropic-ratelimit-output-tokens-reset": "2026-11-24T15:30:20Z",
    },
    { remainingRequests: 9, remainingTokens: 0, resetsInMs: 20_000 },
  ],
  [
    { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "9999d" },
    { remainingTokens: 0, resetsInMs: MONTH_MS },
  ],
])("limits left: %j", (headers, rateLimit) => {
  expect(readRateLimit(headers, NOW_MS)).toEqual(rateLimit);
});

test.each([
  {},
  { "x-ratelimit-remaining-requests": "0" },
  { "x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "6ms" },
  { "x-ratelimit-remaining-requests": "", "x-ratelimit-reset-requests": "6ms" },
  { "x-ratelimit-reset-requests": "6ms" },
])("limits nobody can read are none: %j", (headers) => {
  expect(readRateLimit(headers, NOW_MS)).toBeUndefined();
});
