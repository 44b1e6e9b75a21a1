import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createManualClock, microtasksDone } from "../../test/manual-clock.ts";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { createCallPlaces } from "./call-places.ts";

const SITE = { provider: "alpha", region: "us" };

function catalogWith(concurrencyMax: number) {
  const { alpha, beta } = SAMPLE.bundle.catalog.providers;
  if (alpha === undefined || beta === undefined) throw new Error("the sample has both");
  return { providers: { alpha: { ...alpha, endpoints: { us: { concurrencyMax } } }, beta } };
}

test("a region without a limit has a place for every call", () => {
  const places = createCallPlaces(catalogWith(1), createManualClock());
  const site = { provider: "beta", region: "us" };
  for (let call = 0; call < 100; call += 1) expect(places.take(site, 0, undefined)).toBe(true);
  places.leave(site);
});

test("aborts, waits that end and calls that end, in any order, leave every place free", async () => {
  const call = fc.record({
    afterMs: fc.constantFrom(0, 10, 20, 30),
    lastsMs: fc.constantFrom(0, 10, 20, 50),
    waitMs: fc.constantFrom(0, 10, 20, 100),
    abortsAfterMs: fc.option(fc.constantFrom(0, 10, 20, 60), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(call, { maxLength: 12 }),
      async (max, calls) => {
        const clock = createManualClock();
        const places = createCallPlaces(catalogWith(max), clock);
        let inFlight = 0;
        const all = calls.map(async ({ afterMs, lastsMs, waitMs, abortsAfterMs }) => {
          await clock.sleep(afterMs);
          const signal =
            abortsAfterMs === undefined ? undefined : clock.deadline(abortsAfterMs).signal;
          const startedAtMs = clock.nowMs();
          const hasPlace = await places.take(SITE, waitMs, signal);
          const waitedMs = clock.nowMs() - startedAtMs;
          expect(waitedMs).toBeLessThanOrEqual(Math.min(waitMs, abortsAfterMs ?? waitMs) + 1e-6);
          if (!hasPlace) return;
          inFlight += 1;
          expect(inFlight).toBeLessThanOrEqual(max);
          await clock.sleep(lastsMs);
          inFlight -= 1;
          places.leave(SITE);
        });
        await clock.finish(Promise.all(all));
        await microtasksDone();
        for (let place = 0; place < max; place += 1)
          expect(places.take(SITE, 0, undefined)).toBe(true);
        expect(places.take(SITE, 0, undefined)).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});

test("a limit that falls ends no call, and none begins until enough have ended", () => {
  const places = createCallPlaces(catalogWith(3), createManualClock());
  for (let call = 0; call < 3; call += 1) places.take(SITE, 0, undefined);
  places.adapt(catalogWith(1));
  const isFree: unknown[] = [];
  for (let call = 0; call < 3; call += 1) {
    isFree.push(places.take(SITE, 0, undefined));
    places.leave(SITE);
  }
  expect(isFree).toEqual([false, false, false]);
  expect(places.take(SITE, 0, undefined)).toBe(true);
});

test("a limit that rises lets those in who wait, first come first", async () => {
  const clock = createManualClock();
  const places = createCallPlaces(catalogWith(2), clock);
  for (let call = 0; call < 2; call += 1) places.take(SITE, 0, undefined);
  const served: string[] = [];
  for (const name of ["first", "second"])
    void Promise.resolve(places.take(SITE, 1_000, undefined)).then((isIn) =>
      served.push(`${name} ${isIn}`),
    );
  places.adapt(catalogWith(3));
  await microtasksDone();
  expect(served).toEqual(["first true"]);
  expect(places.take(SITE, 0, undefined)).toBe(false);
  places.leave(SITE);
  await microtasksDone();
  expect(served).toEqual(["first true", "second true"]);
});

test("calls begun without a limit count towards one that comes, and a site that is gone ends its own", () => {
  const { alpha, beta } = SAMPLE.bundle.catalog.providers;
  if (alpha === undefined || beta === undefined) throw new Error("the sample has both");
  const places = createCallPlaces({ providers: { alpha } }, createManualClock());
  places.take(SITE, 0, undefined);
  places.adapt(catalogWith(1));
  expect(places.take(SITE, 0, undefined)).toBe(false);
  places.adapt({ providers: { beta } });
  places.leave(SITE);
  places.adapt(catalogWith(1));
  expect(places.take(SITE, 0, undefined)).toBe(true);
});

test("a site that no catalogue named takes every call, and has its limit from the one that does", () => {
  const places = createCallPlaces({ providers: {} }, createManualClock());
  for (let call = 0; call < 3; call += 1) expect(places.take(SITE, 0, undefined)).toBe(true);
  places.leave(SITE);
  places.adapt(catalogWith(1));
  expect(places.take(SITE, 0, undefined)).toBe(true);
  expect(places.take(SITE, 0, undefined)).toBe(false);
});

test("who waited leaves neither a timer nor a listener, and who was aborted before does not wait", async () => {
  const clock = createManualClock();
  const places = createCallPlaces(catalogWith(1), clock);
  places.take(SITE, 0, undefined);
  expect(places.take(SITE, 1_000, AbortSignal.abort())).toBe(false);
  const { signal } = new AbortController();
  const waiting = places.take(SITE, 1_000, signal);
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  places.leave(SITE);
  expect(await waiting).toBe(true);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(clock.timersSet).toBe(0);
});
