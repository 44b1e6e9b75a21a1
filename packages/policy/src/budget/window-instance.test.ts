import type { Budget } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createWindows, windowInstance } from "./window-instance.ts";

const HOUR_MS = 3_600_000;

const budgetOf = (window: Budget["window"], timezone: string): Budget => ({
  id: "day",
  scope: "all",
  window,
  timezone,
  capMicroUsd: 1,
  alerts: [],
  onLedgerDown: { kind: "fail-closed" },
});

/** A window that must be a calendar one, with its end as ISO text. */
const windowAt = (window: Budget["window"], timezone: string, at: string): [string, string] => {
  const instance = windowInstance(budgetOf(window, timezone), Date.parse(at));
  if (instance.kind !== "calendar") throw new Error("expected a calendar window");
  return [instance.key, isoText(instance.endsAtMs)];
};

const isoText = (epochMs: number): string =>
  `${new Intl.DateTimeFormat("sv-SE", {
    timeZone: "UTC",
    dateStyle: "short",
    timeStyle: "medium",
  }).format(epochMs)}Z`;

test.each([
  // An ordinary day, and the two days on which the clocks change, by the IANA rules.
  ["Europe/Berlin", "2026-11-24T12:00:00Z", "2026-11-24", "2026-11-24 23:00:00Z"],
  ["Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29", "2026-03-29 22:00:00Z"],
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25", "2026-10-25 23:00:00Z"],
  ["America/New_York", "2026-03-08T05:00:00Z", "2026-03-08", "2026-03-09 04:00:00Z"],
  ["America/New_York", "2026-11-01T04:00:00Z", "2026-11-01", "2026-11-02 05:00:00Z"],
  ["Asia/Kolkata", "2026-11-24T18:29:59.999Z", "2026-11-24", "2026-11-24 18:30:00Z"],
  ["Asia/Kolkata", "2026-11-24T18:30:00Z", "2026-11-25", "2026-11-25 18:30:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T13:30:00Z", "2026-04-05", "2026-04-05 13:30:00Z"],
  ["Asia/Beirut", "2026-03-28T21:59:59Z", "2026-03-28", "2026-03-28 22:00:00Z"],
  ["Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29", "2011-12-30 10:00:00Z"],
  ["UTC", "2026-12-31T23:59:59.999Z", "2026-12-31", "2027-01-01 00:00:00Z"],
])("in %s the day of %s is %s and ends at %s", (timezone, at, day, end) => {
  expect(windowAt("day", timezone, at)).toEqual([`day:${day}:${timezone}`, end]);
});

test.each([
  ["Europe/Berlin", 23, "2026-03-29T12:00:00Z"],
  ["Europe/Berlin", 25, "2026-10-25T12:00:00Z"],
  ["America/New_York", 23, "2026-03-08T12:00:00Z"],
  ["America/New_York", 25, "2026-11-01T12:00:00Z"],
  ["Australia/Lord_Howe", 24.5, "2026-04-05T00:00:00Z"],
])("in %s a day of %d hours is one window from end to end", (timezone, hours, at) => {
  const budget = budgetOf("day", timezone);
  const noon = windowInstance(budget, Date.parse(at));
  if (noon.kind !== "calendar") throw new Error("expected a calendar window");
  const beginsAtMs = noon.endsAtMs - hours * HOUR_MS;

  expect(windowInstance(budget, beginsAtMs)).toEqual(noon);
  expect(windowInstance(budget, noon.endsAtMs - 1)).toEqual(noon);
  expect(windowInstance(budget, beginsAtMs - 1)).toMatchObject({ endsAtMs: beginsAtMs });
});

test.each([
  ["Europe/Berlin", "2026-10-31T22:59:59Z", "2026-10", "2026-10-31 23:00:00Z"],
  ["Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11", "2026-11-30 23:00:00Z"],
  ["Europe/Berlin", "2026-09-30T22:00:00Z", "2026-10", "2026-10-31 23:00:00Z"],
  ["America/New_York", "2028-02-01T05:00:00Z", "2028-02", "2028-03-01 05:00:00Z"],
])("in %s the month of %s is %s and ends at %s", (timezone, at, month, end) => {
  expect(windowAt("month", timezone, at)).toEqual([`month:${month}:${timezone}`, end]);
});

test("rolling windows have a length and no end", () => {
  expect(windowInstance(budgetOf("rolling-24h", "UTC"), 0)).toEqual({
    kind: "rolling",
    durationMs: 24 * HOUR_MS,
  });
  expect(windowInstance(budgetOf("rolling-1h", "UTC"), 0)).toEqual({
    kind: "rolling",
    durationMs: HOUR_MS,
  });
});

test("one window follows another without gap or overlap, in every zone and over any week", () => {
  const zone = fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC");
  const instant = fc.integer({
    min: Date.parse("2015-01-01T00:00:00Z"),
    max: Date.parse("2037-01-01T00:00:00Z"),
  });

  fc.assert(
    fc.property(zone, instant, (timezone, atMs) => {
      const remembered = createWindows();
      const budget = budgetOf("day", timezone);
      let insideMs = atMs;
      for (let day = 0; day < 7; day += 1) {
        const window = remembered(budget, insideMs);
        if (window.kind !== "calendar") throw new Error("expected a calendar window");
        expect(window.endsAtMs).toBeGreaterThan(insideMs);
        expect(window.endsAtMs - insideMs).toBeLessThanOrEqual(25 * HOUR_MS);
        expect(remembered(budget, window.endsAtMs - 1)).toBe(window);
        insideMs = window.endsAtMs;
      }
    }),
    { numRuns: 20 },
  );
});

test.each([
  ["Europe/Berlin", [23, 24, 25]],
  ["America/New_York", [23, 24, 25]],
  ["Australia/Lord_Howe", [23.5, 24, 24.5]],
  ["Pacific/Apia", [23, 24, 25]],
])(
  "in %s a window ends where the zone's own date changes, after one of %j hours",
  (zone, hours) => {
    const date = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
    const budget = budgetOf("day", zone);
    const windows = createWindows();
    const calendarAt = (atMs: number): { readonly key: string; readonly endsAtMs: number } => {
      const window = windows(budget, atMs);
      if (window.kind !== "calendar") throw new Error("expected a calendar window");
      return window;
    };
    // Half of the instants lie in the weeks of the year in which clocks change.
    const anInstant = fc
      .tuple(
        fc.integer({ min: 2011, max: 2036 }),
        fc.oneof(fc.nat(364), fc.constantFrom(68, 85, 92, 269, 275, 298, 305, 363)),
        fc.nat(86_399_999),
      )
      .map(([year, day, ms]) => Date.UTC(year, 0, 1) + day * 24 * HOUR_MS + ms);

    fc.assert(
      fc.property(anInstant, (atMs) => {
        const { key, endsAtMs } = calendarAt(atMs);
        const next = calendarAt(endsAtMs);

        expect(key).toBe(`day:${date.format(atMs)}:${zone}`);
        expect(date.format(endsAtMs - 1)).toBe(date.format(atMs));
        expect(date.format(endsAtMs)).not.toBe(date.format(atMs));
        expect(hours).toContain((next.endsAtMs - endsAtMs) / HOUR_MS);
      }),
    );
  },
);

test("the day that Apia skipped has no window", () => {
  const skipped = windowAt("day", "Pacific/Apia", "2011-12-30T10:00:00Z");

  expect(windowAt("day", "Pacific/Apia", "2011-12-30T09:59:59.999Z")[0]).toContain("2011-12-29");
  expect(skipped).toEqual(["day:2011-12-31:Pacific/Apia", "2011-12-31 10:00:00Z"]);
});

test("what is remembered of one instant never answers for another", () => {
  const remembered = createWindows();
  const budgets = [
    budgetOf("day", "Europe/Berlin"),
    budgetOf("month", "Europe/Berlin"),
    budgetOf("day", "America/New_York"),
  ];
  const step = fc.tuple(
    fc.constantFrom(...budgets),
    fc
      .integer({ min: 0, max: 24 * 40 })
      .map((hours) => Date.parse("2026-10-10T00:00:00Z") + hours * HOUR_MS),
  );

  fc.assert(
    fc.property(step, ([budget, atMs]) => {
      expect(remembered(budget, atMs)).toEqual(windowInstance(budget, atMs));
    }),
  );
});

test("a zone that the platform does not know is refused", () => {
  expect(() => windowInstance(budgetOf("day", "Europe/Atlantis"), 0)).toThrow(RangeError);
});
