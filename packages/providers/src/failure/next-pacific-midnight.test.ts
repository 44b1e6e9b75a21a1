import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nextPacificMidnight } from "./next-pacific-midnight.ts";

const DAY_MS = 86_400_000;
const pacific = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/Los_Angeles",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

test("it is midnight there, and within the next 25 hours", () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(instant, (epochMs) => {
      const midnightMs = nextPacificMidnight(epochMs);

      expect(pacific.format(midnightMs)).toBe("00:00:00");
      expect(midnightMs).toBeGreaterThan(epochMs);
      expect(midnightMs).toBeLessThanOrEqual(epochMs + DAY_MS + 3_600_000);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["in winter", "2026-11-24T15:30:00Z", "2026-11-25T08:00:00Z"],
  ["at midnight itself: the next one", "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z"],
  ["in summer", "2026-07-01T00:00:00Z", "2026-07-01T07:00:00Z"],
  ["on the day summer time begins", "2026-03-08T09:00:00Z", "2026-03-09T07:00:00Z"],
  ["in the hour after it began", "2026-03-08T10:30:00Z", "2026-03-09T07:00:00Z"],
  ["on the day it ends", "2026-11-01T08:30:00Z", "2026-11-02T08:00:00Z"],
])("%s", (_, now, midnight) => {
  expect(new Date(nextPacificMidnight(Date.parse(now)))).toEqual(new Date(midnight));
});
