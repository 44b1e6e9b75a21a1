import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ask, someArrivals } from "./arbitraries.ts";
import { createRouteQuota } from "./create-route-quota.ts";
import type { QuotaSegment } from "./quota-segments.ts";
import { quotaStanding } from "./quota-standing.ts";

const kept = (more: Partial<QuotaSegment>): QuotaSegment => ({
  name: "free",
  askedAtMs: 0,
  levels: { requests: 0, tokens: 0 },
  seats: 0,
  ...more,
});

describe("what a store keeps", () => {
  test("is nothing at first, then the segments and the latest instant", () => {
    const quota = createRouteQuota();
    expect(quota.state).toStrictEqual({ segments: [] });
    ask(quota, { requestsPerMinute: 60 }, 1_000, { tokens: 3 });
    ask(quota, { requestsPerMinute: 60 }, 2_000, { tokens: 4 });
    expect(quota.state).toStrictEqual({
      segments: [kept({ askedAtMs: 2_000, levels: { requests: 9, tokens: -4 }, seats: 2 })],
      clockMs: 2_000,
    });
  });

  test("goes on as if it had never been put away", () => {
    const limits = { requestsPerMinute: 6 };
    const quota = createRouteQuota();
    ask(quota, limits, 0);
    expect(ask(createRouteQuota(quota.state), limits, 4_000)).toMatchObject({
      retryAfterMs: 6_000,
    });
  });

  test.each<readonly [string, Partial<QuotaSegment>, readonly string[]]>([
    ["has nothing", {}, ["pro"]],
    ["has something left", { levels: { requests: 1, tokens: 1 } }, ["pro"]],
    ["owes requests", { levels: { requests: -0.5, tokens: 1 } }, ["free", "pro"]],
    ["owes tokens", { levels: { requests: 1, tokens: -1 } }, ["free", "pro"]],
    ["has an ask in flight", { seats: 1 }, ["free", "pro"]],
  ])("of a segment that asked a minute ago and %s", (_, more, names) => {
    const limits = { requestsPerMinute: 6, tokensPerMinute: 6 };
    const quota = createRouteQuota({ segments: [kept(more)], clockMs: 0 });
    ask(quota, limits, 60_000, { segment: "pro" });
    expect(quota.state.segments.map(({ name }) => name)).toEqual(names);
  });
});

test("who reads a standing between asks changes nothing for them", () => {
  const limits = { requestsPerMinute: 60, tokensPerMinute: 3_000, concurrencyMax: 4 };
  fc.assert(
    fc.property(someArrivals(3_000), (arrivals) => {
      const [read, unread] = [createRouteQuota(), createRouteQuota()];
      let atMs = 0;
      for (const [index, { afterMs, ...asked }] of arrivals.entries()) {
        for (const aheadMs of [0, 70_000]) read.standing(limits, atMs + aheadMs);
        atMs += afterMs;
        const one = { ...asked, id: `${index}`, leaseMs: 2_000 };
        expect(ask(read, limits, atMs, one)).toEqual(ask(unread, limits, atMs, one));
      }
      expect(read.standing(limits, atMs)).toEqual(unread.standing(limits, atMs));
    }),
    { numRuns: 40 },
  );
});

test("a standing tells what is used of the burst and of the seats, and never less than none left", () => {
  const limits = { requestsPerMinute: 60, tokensPerMinute: 600, concurrencyMax: 2 };
  const burst = { windowMs: 10_000 };
  const quota = createRouteQuota();
  ask(quota, limits, 0, { tokens: 20 });

  expect(quota.standing(limits, 0)).toEqual([
    { limit: "requestsPerMinute", value: 60, ...burst, used: 1, remaining: 9 },
    { limit: "tokensPerMinute", value: 600, ...burst, used: 20, remaining: 80 },
    { limit: "concurrencyMax", value: 2, used: 1, remaining: 1 },
  ]);
  expect(quotaStanding([], { requestsPerMinute: 60 })).toEqual([
    { limit: "requestsPerMinute", value: 60, ...burst, used: 0, remaining: 10 },
  ]);
  const owing = [
    kept({ levels: { requests: 0, tokens: 30.12345 }, seats: 2 }),
    kept({ levels: { requests: 0, tokens: -50 }, seats: 1 }),
  ];
  expect(quotaStanding(owing, { tokensPerMinute: 600, concurrencyMax: 2 })).toEqual([
    { limit: "tokensPerMinute", value: 600, ...burst, used: 119.877, remaining: 0 },
    { limit: "concurrencyMax", value: 2, used: 3, remaining: 0 },
  ]);
});
