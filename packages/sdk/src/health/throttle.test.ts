import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  heldAfter,
  HOLD_MS_MAX,
  holdLonger,
  holdMs,
  holdsLeft,
  usedUpFor,
  type HeldUntilMs,
} from "./throttle.ts";

const count = fc.option(fc.constantFrom(0, 1, 500), { nil: undefined });
const report = fc.record({
  passedMs: fc.nat(30_000),
  requests: count,
  tokens: count,
  resetsInMs: fc.oneof(fc.nat(90_000), fc.constantFrom(0, HOLD_MS_MAX, 86_400_000)),
});

test("an endpoint is held exactly while the reset of a limit that was used up is ahead", () => {
  fc.assert(
    fc.property(fc.array(report, { maxLength: 30 }), fc.nat(90_000), (reports, laterMs) => {
      let held: HeldUntilMs;
      let nowMs = 1_234.5;
      const ends: number[] = [];
      for (const { passedMs, requests, tokens, resetsInMs } of reports) {
        nowMs += passedMs;
        const rateLimit = {
          ...(requests !== undefined && { remainingRequests: requests }),
          ...(tokens !== undefined && { remainingTokens: tokens }),
          resetsInMs,
        };
        held = heldAfter(held, rateLimit, nowMs);
        if (requests === 0 || tokens === 0) ends.push(nowMs + Math.min(60_000, resetsInMs));
        expect(holdMs(held, nowMs)).toBeLessThanOrEqual(HOLD_MS_MAX);
      }
      nowMs += laterMs;
      expect(holdMs(held, nowMs)).toBe(Math.max(0, ...ends.map((end) => end - nowMs)));
    }),
  );
});

test("holds are read until they are over, and then forgotten", () => {
  const heldUntilMs = new Map<string, number>();
  expect(holdLonger(heldUntilMs, "a", usedUpFor(1_000), 0)).toBe(1_000);
  expect(holdLonger(heldUntilMs, "b", usedUpFor(5_000), 0)).toBe(5_000);
  expect(holdLonger(heldUntilMs, "b", usedUpFor(4_000), 0)).toBeUndefined();
  expect(holdLonger(heldUntilMs, "c", { remainingRequests: 1, resetsInMs: 9 }, 0)).toBeUndefined();
  expect(holdsLeft(heldUntilMs, 999)).toEqual({ a: 1, b: 4_001 });
  expect(holdsLeft(heldUntilMs, 1_000)).toEqual({ b: 4_000 });
  expect([...heldUntilMs.keys()]).toEqual(["b"]);
});
