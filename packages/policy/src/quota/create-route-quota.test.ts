import type { QuotaLimits } from "@switchyard/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ask, SEGMENTS, someArrivals } from "./arbitraries.ts";
import { createRouteQuota } from "./create-route-quota.ts";

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
