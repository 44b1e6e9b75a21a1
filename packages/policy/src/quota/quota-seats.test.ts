import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ask, SEGMENTS } from "./arbitraries.ts";
import { createRouteQuota } from "./create-route-quota.ts";

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
