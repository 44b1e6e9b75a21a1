import type { QuotaLimits, QuotaOutcome } from "@switchyard/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRouteQuota, type RouteQuota } from "./create-route-quota.ts";
import type { QuotaSegment } from "./quota-segments.ts";

interface Arrival {
  readonly segment: string;
  readonly afterMs: number;
  readonly tokens: number;
}

const SEGMENTS = ["free", "pro", "team"];
const someArrivals = (afterMsMax: number): fc.Arbitrary<readonly Arrival[]> =>
  fc.array(
    fc.record({
      segment: fc.constantFrom(...SEGMENTS),
      afterMs: fc.integer({ min: 0, max: afterMsMax }),
      tokens: fc.integer({ min: 0, max: 400 }),
    }),
    { minLength: 1, maxLength: 150 },
  );

let asks = 0;
function ask(
  quota: RouteQuota,
  limits: QuotaLimits,
  atMs: number,
  { segment = "free", tokens = 1, id = `ask-${(asks += 1)}`, leaseMs = 1e9 } = {},
): QuotaOutcome {
  return quota.admit({ id, segment, tokens, leaseMs }, limits, atMs);
}

/** What each segment gets that asks every so many milliseconds for so long, in requests. */
function served(
  limits: QuotaLimits,
  everyMs: Readonly<Record<string, number>>,
  forMs: number,
): Readonly<Record<string, { readonly asked: number; readonly admitted: number }>> {
  const quota = createRouteQuota();
  const counts = Object.fromEntries(Object.keys(everyMs).map((id) => [id, [0, 0]]));
  for (let atMs = 0; atMs < forMs; atMs += 50)
    for (const [segment, every] of Object.entries(everyMs)) {
      if (atMs % every !== 0) continue;
      const [asked = 0, admitted = 0] = counts[segment] ?? [];
      const { ok } = ask(quota, limits, atMs, { segment });
      counts[segment] = [asked + 1, admitted + (ok ? 1 : 0)];
    }
  return Object.fromEntries(
    Object.entries(counts).map(([id, [asked = 0, admitted = 0]]) => [id, { asked, admitted }]),
  );
}

describe("quotas by the minute", () => {
  test("no minute has more than the quota, the burst, and what one ask of each exceeds its part by", () => {
    fc.assert(
      fc.property(
        someArrivals(3_000),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 3_000 }),
        (arrivals, requestsPerMinute, tokensPerMinute) => {
          const limits = { requestsPerMinute, tokensPerMinute };
          const quota = createRouteQuota();
          const admitted: { atMs: number; tokens: number }[] = [];
          let atMs = 0;
          for (const { segment, afterMs, tokens } of arrivals) {
            atMs += afterMs;
            if (ask(quota, limits, atMs, { segment, tokens }).ok) admitted.push({ atMs, tokens });
          }
          const boundOf = (perMinute: number, mostOfOne: number): number => {
            const excess = Math.max(0, mostOfOne - perMinute / 6 / SEGMENTS.length);
            return perMinute + perMinute / 6 + SEGMENTS.length * excess + 1e-3;
          };
          for (const { atMs: fromMs } of admitted) {
            const minute = admitted.filter(
              (one) => one.atMs >= fromMs && one.atMs <= fromMs + 60_000,
            );
            expect(minute.length).toBeLessThanOrEqual(boundOf(requestsPerMinute, 1));
            const taken = minute.reduce((sum, { tokens }) => sum + tokens, 0);
            expect(taken).toBeLessThanOrEqual(boundOf(tokensPerMinute, 400));
          }
        },
      ),
    );
  });

  test("who asks again after the time it was told gets in, whatever the others ask meanwhile", () => {
    fc.assert(
      fc.property(
        someArrivals(1_000),
        someArrivals(1_000),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 100, max: 3_000 }),
        (before, meanwhile, requestsPerMinute, tokensPerMinute) => {
          const limits = { requestsPerMinute, tokensPerMinute };
          const quota = createRouteQuota();
          let atMs = 0;
          for (const segment of SEGMENTS) ask(quota, limits, atMs, { segment });
          for (const { segment, afterMs, tokens } of before) {
            atMs += afterMs;
            ask(quota, limits, atMs, { segment, tokens });
          }
          const refused = ask(quota, limits, atMs, { segment: "pro", tokens: 50 });
          if (refused.ok) return;
          const dueAtMs = atMs + refused.retryAfterMs;
          for (const { segment, afterMs, tokens } of meanwhile) {
            atMs += afterMs;
            if (atMs < dueAtMs && segment !== "pro") ask(quota, limits, atMs, { segment, tokens });
          }
          expect(ask(quota, limits, dueAtMs, { segment: "pro", tokens: 50 })).toEqual({ ok: true });
        },
      ),
    );
  });

  test("segments that all ask too much have even parts, however much more one asks", () => {
    const { free, pro } = served({ requestsPerMinute: 60 }, { free: 50, pro: 1_000 }, 600_000);
    expect(free?.admitted).toBeGreaterThan(290);
    expect(pro?.admitted).toBeGreaterThan(290);
    expect((free?.admitted ?? 0) + (pro?.admitted ?? 0)).toBeLessThanOrEqual(610);
  });

  test("who asks less than its even part has all of it, and the others have what it leaves", () => {
    const limits = { requestsPerMinute: 60 };
    const { free, pro, team } = served(limits, { free: 50, pro: 6_000, team: 50 }, 600_000);
    expect(pro).toEqual({ asked: 100, admitted: 100 });
    expect(free?.admitted).toBeGreaterThan(245);
    expect(team?.admitted).toBeGreaterThan(245);
  });

  test("a segment that asks alone has all of the quota and the whole burst", () => {
    const { free } = served({ requestsPerMinute: 60 }, { free: 50 }, 60_000);
    expect(free?.admitted).toBe(69);
    const quota = createRouteQuota();
    const outcomes = Array.from({ length: 11 }, () => ask(quota, { requestsPerMinute: 60 }, 5));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10);
    expect(outcomes.at(-1)).toEqual({ ok: false, limit: "requestsPerMinute", retryAfterMs: 1_000 });
  });

  test("segments that ask no more leave their buckets to the others", () => {
    const quota = createRouteQuota();
    const limits = { requestsPerMinute: 60 };
    ask(quota, limits, 0, { segment: "pro", id: "done" });
    quota.leave("done", 0);
    ask(quota, limits, 0);
    const burst = Array.from({ length: 12 }, () => ask(quota, limits, 61_000).ok);
    expect(burst.filter(Boolean)).toHaveLength(10);
  });

  test("an ask larger than the bucket is let in when that is full, and is then owed", () => {
    const quota = createRouteQuota();
    const limits = { tokensPerMinute: 600 };
    expect(ask(quota, limits, 0, { tokens: 700 })).toEqual({ ok: true });
    expect(ask(quota, limits, 0, { tokens: 1 })).toMatchObject({ retryAfterMs: 60_100 });
    expect(ask(quota, limits, 60_100, { tokens: 1 })).toEqual({ ok: true });
  });

  test("what an ask did not take is given back at its end, and once", () => {
    const quota = createRouteQuota();
    const limits = { tokensPerMinute: 600 };
    ask(quota, limits, 0, { tokens: 100, id: "big" });
    expect(ask(quota, limits, 0, { tokens: 20 })).toMatchObject({ limit: "tokensPerMinute" });
    quota.leave("big", 70);
    quota.leave("big", 0);
    expect(ask(quota, limits, 0, { tokens: 30 })).toEqual({ ok: true });
    expect(ask(quota, limits, 0, { tokens: 1 })).toMatchObject({ retryAfterMs: 100 });
  });

  test("of two limits without room the one to wait for longest is named, and neither is charged", () => {
    const quota = createRouteQuota();
    const limits = { requestsPerMinute: 6, tokensPerMinute: 60 };
    ask(quota, limits, 0, { tokens: 40 });
    expect(ask(quota, limits, 0, { tokens: 10 })).toEqual({
      ok: false,
      limit: "tokensPerMinute",
      retryAfterMs: 40_000,
    });
    expect(ask(quota, limits, 40_000, { tokens: 10 })).toEqual({ ok: true });
  });

  test("of two limits with one wait the first is named", () => {
    const quota = createRouteQuota();
    const limits = { requestsPerMinute: 6, tokensPerMinute: 6 };
    ask(quota, limits, 0);
    expect(ask(quota, limits, 0)).toEqual({
      ok: false,
      limit: "requestsPerMinute",
      retryAfterMs: 10_000,
    });
  });

  test("what a segment leaves that asks no more pays what another owes", () => {
    const quota = createRouteQuota();
    const limits = { tokensPerMinute: 600 };
    ask(quota, limits, 0, { segment: "pro", id: "done", tokens: 0 });
    quota.leave("done", 0);
    expect(ask(quota, limits, 0, { tokens: 10_000 })).toEqual({ ok: true });
    // It owes 9,950, less 600 of the minute and the 50 that the other leaves; 10 come a second.
    expect(ask(quota, limits, 60_000)).toMatchObject({ retryAfterMs: 930_100 });
  });

  test("a clock a little behind adds nothing, and one set back far goes on from there", () => {
    const quota = createRouteQuota();
    const limits = { requestsPerMinute: 6 };
    const hourMs = 3_600_000;
    ask(quota, limits, hourMs);
    expect(ask(quota, limits, hourMs - 5_000)).toMatchObject({ retryAfterMs: 10_000 });
    expect(ask(quota, limits, hourMs + 5_000)).toMatchObject({ retryAfterMs: 5_000 });
    expect(ask(quota, limits, 0).ok).toBe(false);
    expect(ask(quota, limits, 5_000)).toEqual({ ok: true });
    ask(quota, limits, hourMs);
    ask(quota, limits, hourMs - 60_000);
    expect(quota.state.clockMs).toBe(hourMs);
    ask(quota, limits, hourMs - 60_001);
    expect(quota.state.clockMs).toBe(hourMs - 60_001);
  });
});

describe("what a store keeps", () => {
  const kept = (more: Partial<QuotaSegment>): QuotaSegment => ({
    name: "free",
    askedAtMs: 0,
    levels: { requests: 0, tokens: 0 },
    seats: 0,
    ...more,
  });

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

describe("seats", () => {
  const limits = { concurrencyMax: 6 };

  test("asks in flight never exceed them, and each that ends makes room for one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...SEGMENTS), fc.boolean()), { maxLength: 120 }),
        fc.integer({ min: 1, max: 8 }),
        (steps, concurrencyMax) => {
          const quota = createRouteQuota();
          const inFlight: string[] = [];
          for (const [index, [segment, ends]] of steps.entries()) {
            const first = inFlight[0];
            if (ends && first !== undefined) {
              quota.leave(first, 1);
              inFlight.shift();
            } else {
              const id = `${index}`;
              if (ask(quota, { concurrencyMax }, index, { segment, id }).ok) inFlight.push(id);
            }
            expect(inFlight.length).toBeLessThanOrEqual(concurrencyMax);
          }
          for (const id of inFlight) quota.leave(id, 1);
          for (let seat = 0; seat < concurrencyMax; seat += 1)
            expect(ask(quota, { concurrencyMax }, 1e6).ok).toBe(true);
        },
      ),
    );
  });

  test("a segment alone has them all, and gives one after another to who comes", () => {
    const quota = createRouteQuota();
    for (let seat = 0; seat < 6; seat += 1)
      expect(ask(quota, limits, 0, { id: `free-${seat}` }).ok).toBe(true);
    expect(ask(quota, limits, 1, { segment: "pro" })).toEqual({
      ok: false,
      limit: "concurrencyMax",
      retryAfterMs: 1_000,
    });
    for (let seat = 0; seat < 3; seat += 1) {
      quota.leave(`free-${seat}`, 0);
      expect(ask(quota, limits, 2).ok).toBe(false);
      expect(ask(quota, limits, 2, { segment: "pro" }).ok).toBe(true);
    }
    expect(ask(quota, limits, 3, { segment: "pro" }).ok).toBe(false);
    quota.leave("free-3", 0);
    expect(ask(quota, limits, 4).ok).toBe(true);
  });

  test("a seat that is kept for a segment is given away a minute after its last ask", () => {
    const quota = createRouteQuota();
    ask(quota, limits, 0, { segment: "pro", id: "short" });
    quota.leave("short", 0);
    const taken = Array.from({ length: 6 }, () => ask(quota, limits, 1).ok);
    expect(taken.filter(Boolean)).toHaveLength(5);
    expect(ask(quota, limits, 60_000).ok).toBe(true);
  });

  test("a seat whose lease is over is free, and its end changes nothing any more", () => {
    const quota = createRouteQuota();
    const one = { concurrencyMax: 1, tokensPerMinute: 6_000 };
    ask(quota, one, 0, { id: "lost", leaseMs: 1_000, tokens: 1_000 });
    expect(ask(quota, one, 999).ok).toBe(false);
    expect(ask(quota, one, 1_000, { tokens: 50 }).ok).toBe(true);
    quota.leave("lost", 0);
    expect(ask(quota, { tokensPerMinute: 6_000 }, 1_000, { tokens: 60 }).ok).toBe(false);
  });

  test("each seat is free at the end of its own lease, whichever asks ended before", () => {
    const three = { concurrencyMax: 3 };
    const quota = createRouteQuota();
    for (const leaseMs of [1_000, 2_000, 9_000]) ask(quota, three, 0, { leaseMs });
    const isLetIn = (atMs: number): boolean => ask(quota, three, atMs).ok;
    expect([999, 1_000, 1_000, 1_999, 2_000, 2_000].map(isLetIn)).toEqual([
      false,
      true,
      false,
      false,
      true,
      false,
    ]);
    const other = createRouteQuota();
    ask(other, three, 0, { id: "short", leaseMs: 1_000 });
    ask(other, three, 0, { leaseMs: 5_000 });
    other.leave("short", 0);
    for (const atMs of [500, 500]) ask(other, three, atMs);
    expect([1_000, 4_999, 5_000].map((atMs) => ask(other, three, atMs).ok)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("a segment below its even part takes the last seat, though another is below its own", () => {
    const three = { concurrencyMax: 3 };
    const quota = createRouteQuota();
    for (const id of ["a", "b"]) ask(quota, three, 0, { id });
    expect(ask(quota, three, 0, { segment: "team", id: "short" }).ok).toBe(true);
    quota.leave("short", 0);
    expect(ask(quota, three, 0, { segment: "pro" }).ok).toBe(true);
  });

  test("seats beyond the even parts go to who comes, once every segment has its part", () => {
    const quota = createRouteQuota();
    const five = { concurrencyMax: 5 };
    const segments = ["free", "pro", "free", "pro", "free"];
    expect(segments.map((segment) => ask(quota, five, 0, { segment }).ok)).toEqual(
      segments.map(() => true),
    );
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
