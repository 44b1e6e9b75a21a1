import * as fc from "fast-check";
import { expect, test } from "vitest";
import { utcDay } from "./utc-day.ts";

const DAY_MS = 86_400_000;

test("a day runs from its own midnight to the next, in every year up to 9999", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
      const text = utcDay(day * DAY_MS);

      expect(Date.parse(`${text}T00:00:00Z`)).toBe(day * DAY_MS);
      expect(utcDay((day + 1) * DAY_MS - 1)).toBe(text);
    }),
  );
});

test("leap days exist where the Gregorian calendar has them", () => {
  expect(utcDay(Date.parse("2028-02-29T12:00:00Z"))).toBe("2028-02-29");
  expect(utcDay(Date.parse("2100-02-28T00:00:00Z") + DAY_MS)).toBe("2100-03-01");
  expect(utcDay(Date.parse("2000-02-28T00:00:00Z") + DAY_MS)).toBe("2000-02-29");
});
