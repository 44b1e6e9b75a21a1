import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSlidingWindow } from "./sliding-window.ts";

const aCallGap = fc.integer({ min: 0, max: 20_000 });

test("in any 60 seconds no more than the limit get through, and a free place is never refused", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(aCallGap, { maxLength: 200 }),
      (limit, gaps) => {
        const window = createSlidingWindow(limit);
        const admitted: number[] = [];
        let atMs = 0;
        for (const gap of gaps) {
          atMs += gap;
          const now = atMs;
          const inWindow = admitted.filter((instant) => now - instant < 60_000).length;
          expect(window.admit(atMs)).toBe(inWindow < limit);
          if (inWindow < limit) admitted.push(atMs);
          expect(window.standing(atMs).remaining).toBe(limit - Math.min(limit, inWindow + 1));
        }
      },
    ),
  );
});

test("the reset it tells is the instant at which the next call gets through", () => {
  const window = createSlidingWindow(2);
  window.admit(1000);
  window.admit(5000);

  expect(window.standing(21_000)).toEqual({ requestsPerMinute: 2, remaining: 0, resetMs: 40_000 });
  expect([window.admit(60_999.999), window.admit(61_000)]).toEqual([false, true]);
});

test("an idle window is open", () => {
  const window = createSlidingWindow(3);
  window.admit(0);
  expect(window.standing(60_000)).toEqual({ requestsPerMinute: 3, remaining: 3, resetMs: 0 });
});

test("what takes several places needs them all", () => {
  const window = createSlidingWindow(10);
  expect([window.admit(0, 7), window.admit(1, 4), window.admit(2, 3)]).toEqual([true, false, true]);
  expect(window.standing(2)).toMatchObject({ remaining: 0, resetMs: 59_998 });
  expect(window.hasRoom(60_000, 7)).toBe(true);
  expect(window.hasRoom(60_000, 8)).toBe(false);
});
