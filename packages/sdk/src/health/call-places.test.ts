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
