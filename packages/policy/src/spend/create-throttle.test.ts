import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createThrottle, DEMAND_MS, RISE_PER_SECOND, type Throttle } from "./create-throttle.ts";

const RULE = { order: ["quick", "planning"], shareMin: 0.2 } as const;

/** A minute of one ask a second and route, each of which cost a thousand. */
function busyThrottle(): Throttle {
  const throttle = createThrottle();
  for (let second = 0; second < 60; second += 1)
    for (const route of ["planning", "quick", "regulated"]) {
      throttle.arrive(route, second * 1_000);
      throttle.spend(route, 1_000, second * 1_000);
    }
  return throttle;
}

test("shares fall at once, in the order of the policy, so that demand keeps to what is affordable", () => {
  const throttle = busyThrottle();
  expect(throttle.spent(59_000)).toBe(180_000);
  expect(throttle.adjust(RULE, 120_000, 59_000)).toEqual([
    { route: "quick", to: "throttled", share: 0.2 },
    { route: "planning", to: "throttled", share: expect.closeTo(0.8, 9) },
  ]);
  expect(throttle.arrive("quick", 59_000)).toBe(0.2);
  expect(throttle.arrive("regulated", 59_000)).toBe(1);
});

test("a throttled route's demand is what it would spend, not what it still does", () => {
  const throttle = busyThrottle();
  throttle.adjust(RULE, 120_000, 59_000);
  // A quarter of the asks is let in, and as many come as before.
  for (let second = 60; second < 180; second += 1)
    for (const route of ["planning", "quick", "regulated"]) throttle.arrive(route, second * 1_000);
  expect(throttle.adjust(RULE, 120_000, 179_000)).toEqual([]);
  expect(throttle.arrive("quick", 179_000)).toBe(0.2);
});

test("shares rise slowly, also when nothing is to be throttled any more, and are told when whole", () => {
  const throttle = busyThrottle();
  throttle.adjust(RULE, 0, 59_000);
  const seconds = 0.8 / RISE_PER_SECOND;
  expect(throttle.adjust(undefined, 0, 59_000 + 1_000)).toEqual([]);
  expect(throttle.arrive("quick", 60_000)).toBeCloseTo(0.2 + RISE_PER_SECOND, 9);
  const wholeAtMs = 59_000 + seconds * 1_000;
  expect(throttle.adjust(undefined, 0, wholeAtMs)).toEqual([]);
  expect(throttle.arrive("quick", wholeAtMs)).toBe(1);
  // Low again in less than a minute: nothing new is told.
  expect(throttle.adjust(RULE, 0, wholeAtMs + 30_000)).toEqual([]);
  const told = Array.from({ length: 12 }, (_, step) =>
    throttle.adjust(undefined, 0, wholeAtMs + 40_000 + step * 10_000),
  );
  expect(told.flat()).toEqual([
    { route: "planning", to: "free", share: 1 },
    { route: "quick", to: "free", share: 1 },
  ]);
});

test("whatever comes, a share is from the least one to all, and none moves without a rule", () => {
  const aStep = fc.record({
    route: fc.constantFrom("quick", "planning", "regulated"),
    afterMs: fc.nat({ max: DEMAND_MS }),
    microUsd: fc.nat({ max: 5_000 }),
    affordable: fc.nat({ max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(aStep), fc.boolean(), (steps, isRuled) => {
      const throttle = createThrottle();
      let atMs = 0;
      for (const { route, afterMs, microUsd, affordable } of steps) {
        atMs += afterMs;
        const share = throttle.arrive(route, atMs);
        expect(share).toBeGreaterThanOrEqual(isRuled && route !== "regulated" ? 0.2 : 1);
        expect(share).toBeLessThanOrEqual(1);
        throttle.spend(route, microUsd, atMs);
        throttle.adjust(isRuled ? RULE : undefined, affordable, atMs);
      }
    }),
  );
});
