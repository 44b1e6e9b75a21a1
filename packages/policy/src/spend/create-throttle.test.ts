import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createThrottle, DEMAND_MS, RISE_PER_SECOND, type Throttle } from "./create-throttle.ts";

const RULE = { order: ["quick", "planning"], shareMin: 0.2 } as const;

/** A throttle of three routes whose asks cost a thousand each. */
function busyThrottle(): Throttle {
  const throttle = createThrottle();
  for (const route of ["planning", "quick", "regulated"]) throttle.spend(route, 1_000);
  return throttle;
}

/** A minute of one ask a second and route. */
const DEMAND = { planning: 60_000, quick: 60_000, regulated: 60_000 } as const;

test("what asks want is told once, at what their route's asks cost, and waits until that is known", () => {
  const throttle = createThrottle();
  const take = (atMs: number): unknown => throttle.takeDemand(atMs).demandMicroUsd;
  for (const route of ["quick", "planning", "quick"]) throttle.arrive(route);
  throttle.spend("planning", 500);
  expect(take(1_000)).toEqual({ quick: 0, planning: 500 });
  throttle.spend("quick", 100);
  throttle.arrive("quick");
  expect(take(2_000)).toEqual({ quick: 300, planning: 0 });
  expect(take(3_000)).toEqual({ quick: 0, planning: 0 });
});

test("what could not be told is told later, but for what is no demand any more by then", () => {
  const throttle = busyThrottle();
  throttle.takeDemand(0);
  throttle.arrive("quick");
  throttle.takeDemand(1_000).giveBack();
  throttle.arrive("quick");
  expect(throttle.takeDemand(DEMAND_MS).demandMicroUsd).toMatchObject({ quick: 2_000 });
  throttle.arrive("quick");
  throttle.takeDemand(DEMAND_MS + 1).giveBack();
  throttle.arrive("quick");
  expect(throttle.takeDemand(3 * DEMAND_MS).demandMicroUsd).toMatchObject({ quick: 1_000 });
});

test("shares fall at once, in the order of the policy, so that demand keeps to what is affordable", () => {
  const throttle = busyThrottle();
  expect(throttle.adjust(RULE, 120_000, DEMAND, 59_000)).toEqual([
    { route: "quick", to: "throttled", share: 0.2 },
    { route: "planning", to: "throttled", share: expect.closeTo(0.8, 9) },
  ]);
  expect(throttle.arrive("quick")).toBe(0.2);
  expect(throttle.arrive("regulated")).toBe(1);
});

test("a route that only other processes were asked for gives here as it gives there", () => {
  const throttle = createThrottle();
  expect(throttle.adjust(RULE, 120_000, DEMAND, 59_000)).toHaveLength(2);
  expect(throttle.arrive("quick")).toBe(0.2);
});

test("a throttled route's demand is what it would spend, not what it still does", () => {
  const throttle = busyThrottle();
  throttle.adjust(RULE, 120_000, DEMAND, 59_000);
  for (let ask = 0; ask < 60; ask += 1) throttle.arrive("quick");
  expect(throttle.takeDemand(119_000).demandMicroUsd).toMatchObject({ quick: 60_000 });
});

test("shares rise slowly, also when nothing is to be throttled any more, and are told when whole", () => {
  const throttle = busyThrottle();
  throttle.adjust(RULE, 0, DEMAND, 59_000);
  const seconds = 0.8 / RISE_PER_SECOND;
  expect(throttle.adjust(undefined, 0, DEMAND, 59_000 + 1_000)).toEqual([]);
  expect(throttle.arrive("quick")).toBeCloseTo(0.2 + RISE_PER_SECOND, 9);
  const wholeAtMs = 59_000 + seconds * 1_000;
  expect(throttle.adjust(undefined, 0, DEMAND, wholeAtMs)).toEqual([]);
  expect(throttle.arrive("quick")).toBe(1);
  // Low again in less than a minute: nothing new is told.
  expect(throttle.adjust(RULE, 0, DEMAND, wholeAtMs + 30_000)).toEqual([]);
  const told = Array.from({ length: 12 }, (_, step) =>
    throttle.adjust(undefined, 0, DEMAND, wholeAtMs + 40_000 + step * 10_000),
  );
  expect(told.flat()).toEqual([
    { route: "planning", to: "free", share: 1 },
    { route: "quick", to: "free", share: 1 },
  ]);
});

test("lifted, each route that gave asks away has them all again, and no other is told", () => {
  const throttle = busyThrottle();
  throttle.adjust(RULE, 120_000, DEMAND, 59_000);
  expect(throttle.lift()).toEqual([
    { route: "planning", to: "free", share: 1 },
    { route: "quick", to: "free", share: 1 },
  ]);
  expect(throttle.arrive("quick")).toBe(1);
  expect(throttle.lift()).toEqual([]);
});

test("a route's mean cost follows its asks by a fiftieth each", () => {
  const throttle = createThrottle();
  for (const microUsd of [1_000, 2_000]) throttle.spend("quick", microUsd);
  throttle.arrive("quick");
  expect(throttle.takeDemand(0).demandMicroUsd).toEqual({ quick: 1_020 });
});

test("a share is told as whole a minute after it was last below", () => {
  const throttle = createThrottle();
  throttle.adjust({ order: ["quick"], shareMin: 0.2 }, 0, { quick: 1 }, 59_000);
  expect(throttle.adjust(undefined, 0, {}, 118_999)).toEqual([]);
  expect(throttle.adjust(undefined, 0, {}, 119_000)).toEqual([
    { route: "quick", to: "free", share: 1 },
  ]);
});

test("whatever comes, a share is from the least one to all, and none moves without a rule", () => {
  const aStep = fc.record({
    route: fc.constantFrom("quick", "planning", "regulated"),
    afterMs: fc.nat({ max: DEMAND_MS }),
    wanted: fc.nat({ max: 5_000 }),
    affordable: fc.nat({ max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(aStep), fc.boolean(), (steps, isRuled) => {
      const throttle = createThrottle();
      let atMs = 0;
      for (const { route, afterMs, wanted, affordable } of steps) {
        atMs += afterMs;
        const share = throttle.arrive(route);
        expect(share).toBeGreaterThanOrEqual(isRuled && route !== "regulated" ? 0.2 : 1);
        expect(share).toBeLessThanOrEqual(1);
        throttle.adjust(isRuled ? RULE : undefined, affordable, { [route]: wanted }, atMs);
      }
    }),
  );
});
