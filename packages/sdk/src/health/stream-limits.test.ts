import * as fc from "fast-check";
import { expect, test } from "vitest";
import { FIRST_TOKEN_MS_MIN, IDLE_MS_MIN, PATIENCE, streamLimits } from "./stream-limits.ts";

const someMs = fc.integer({ min: 1, max: 900_000 });
const somePolicy = fc.record({ firstTokenMs: someMs, idleMs: someMs });
const someStreams = fc.record(
  { firstTokenMsP95: someMs, silenceMsP95: someMs },
  { requiredKeys: [] },
);

test("a limit is never above the policy's, and below it only as far as observed and never absurd", () => {
  fc.assert(
    fc.property(somePolicy, someStreams, (policy, observed) => {
      const { firstTokenMs, idleMs } = streamLimits(policy, observed);
      const { firstTokenMsP95 = Infinity, silenceMsP95 = Infinity } = observed;

      expect(firstTokenMs).toBeLessThanOrEqual(policy.firstTokenMs);
      expect(idleMs).toBeLessThanOrEqual(policy.idleMs);
      const leastFirstMs = Math.max(FIRST_TOKEN_MS_MIN, PATIENCE * firstTokenMsP95);
      expect(firstTokenMs).toBeGreaterThanOrEqual(Math.min(policy.firstTokenMs, leastFirstMs));
      const leastIdleMs = Math.max(IDLE_MS_MIN, PATIENCE * silenceMsP95);
      expect(idleMs).toBeGreaterThanOrEqual(Math.min(policy.idleMs, leastIdleMs));
    }),
  );
});

test("a slower endpoint is never given up sooner", () => {
  fc.assert(
    fc.property(somePolicy, someMs, fc.nat(10_000), (policy, quickMs, moreMs) => {
      const limits = (ms: number) =>
        streamLimits(policy, { firstTokenMsP95: ms, silenceMsP95: ms });
      const quick = limits(quickMs);
      const slow = limits(quickMs + moreMs);
      expect(slow.firstTokenMs).toBeGreaterThanOrEqual(quick.firstTokenMs);
      expect(slow.idleMs).toBeGreaterThanOrEqual(quick.idleMs);
    }),
  );
});

test("the policy's limits hold for what was not observed", () => {
  const policy = { firstTokenMs: 6_000, idleMs: 4_000 };
  expect(streamLimits(policy, {})).toEqual(policy);
  expect(streamLimits(policy, { firstTokenMsP95: 800 })).toEqual({
    ...policy,
    firstTokenMs: 2_400,
  });
  expect(streamLimits(policy, { silenceMsP95: 59 })).toEqual({ ...policy, idleMs: IDLE_MS_MIN });
});
