import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toHrTime } from "./to-hr-time.ts";

test("an instant of whole microseconds is kept exactly", () => {
  const microseconds = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
  fc.assert(
    fc.property(microseconds, (atUs) => {
      const [seconds, nanoseconds] = toHrTime(atUs / 1_000);
      expect(nanoseconds).toBeLessThan(1_000_000_000);
      expect(seconds * 1_000_000 + nanoseconds / 1_000).toBe(atUs);
    }),
  );
});

test("what rounds up to a second is one", () => {
  expect(toHrTime(1_999.999_9)).toEqual([2, 0]);
});
