import { localDayIn } from "@switchyard/journal";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readInstant } from "./read-instant.ts";

const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"];

test("a day begins at its first instant in the zone, and ends where the next begins", () => {
  const days = fc.date({
    min: new Date("2020-01-02"),
    max: new Date("2035-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.constantFrom(...zones), days, (timeZone, date) => {
      const text = date.toISOString().slice(0, 10);
      const dayOf = localDayIn(timeZone);
      const since = readInstant({ option: "--since", text, timeZone });
      const until = readInstant({ option: "--until", text, timeZone });
      expect([dayOf(since), dayOf(until - 1)]).toEqual([text, text]);
      expect(dayOf(since - 1) < text && dayOf(until) > text).toBe(true);
    }),
  );
});

test("an instant has its zone with it, whatever the zone of days", () => {
  const read = (text: string): number =>
    readInstant({ option: "--until", text, timeZone: "Asia/Kathmandu" });
  expect(read("2026-11-24T09:00+01:00")).toBe(Date.parse("2026-11-24T08:00:00Z"));
  expect(read("2026-11-24T08:00:00.5Z")).toBe(Date.parse("2026-11-24T08:00:00.500Z"));
  for (const text of ["2026-11-24T08:00", "2026-13-01", "2026-11-24T25:00Z", "24.11.2026", ""])
    expect(() => read(text)).toThrow(/neither a day nor an instant/);
});
