import type { AskRequest, SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { catalogWith } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST } from "../../test/sample-router.ts";
import { someScripts } from "../../test/script-arbitraries.ts";
import type { Act, Script } from "../../test/scripted-models.ts";

const HOUR_MS = 3_600_000;
const ALPHA = "alpha/quick#us";

const aTurn = fc.record({
  requests: fc.array(
    fc.record({
      intent: fc.constantFrom("faq", "write"),
      slaMs: fc.constantFrom(1_500, 4_000, 10_000),
    }),
    { maxLength: 3 },
  ),
  passMs: fc.constantFrom(0, 100, 5_000, 15_000),
  jumpMs: fc.constantFrom(-24 * HOUR_MS, -HOUR_MS, HOUR_MS, 24 * HOUR_MS),
});
type Turn = typeof aTurn extends fc.Arbitrary<infer Value> ? Value : never;

/** What asks came to, and every change of health, without the instants of the wall clock. */
async function play(script: Script, turns: readonly Turn[], jumps: boolean): Promise<unknown> {
  // Calls in flight have a limit, so that asks wait in line too.
  const sample = createSampleRouter({ script, catalog: catalogWith(1) });
  const { clock, router, models, events } = sample;
  const ends: unknown[] = [];
  const ask = async (request: Partial<AskRequest>): Promise<void> => {
    const startedAtMs = clock.nowMs();
    const end = await router
      .ask({ ...REQUEST, ...request })
      .catch((error: unknown) => String(error));
    ends.push([end, clock.nowMs() - startedAtMs]);
  };
  const all: Promise<void>[] = [];
  for (const { requests, passMs, jumpMs } of turns) {
    all.push(...requests.map(ask));
    // Jumps come while calls, backoffs and waits are under way.
    await clock.pass(60);
    if (jumps) clock.jump(jumpMs);
    await clock.pass(passMs);
  }
  await clock.finish(Promise.all(all));
  const untimed = (event: SwitchyardEvent): unknown => ({ ...event, atMs: 0 });
  const calls = models.calls.map(({ attemptId, endpoint }) => [attemptId, endpoint]);
  return { ends, calls, changes: eventsOf(events, "breaker-changed").map(untimed) };
}

test("jumps of the wall clock change no answer, deadline, backoff, hold or breaker", async () => {
  const usedUp = fc.constantFrom<Act>({
    rateLimit: { remainingRequests: 0, resetsInMs: 7_000 },
  });
  const scripts = fc.tuple(someScripts(), fc.array(usedUp, { maxLength: 2 }));
  await fc.assert(
    fc.asyncProperty(scripts, fc.array(aTurn, { maxLength: 6 }), async ([acts, first], turns) => {
      const script = { ...acts, [ALPHA]: [...first, ...(acts[ALPHA] ?? [])] };
      expect(await play(script, turns, true)).toEqual(await play(script, turns, false));
    }),
    { numRuns: 60 },
  );
});

test("an open breaker is probed after its time on the monotonic clock, wherever the wall clock is", async () => {
  for (const jumpMs of [-24 * HOUR_MS, -HOUR_MS, HOUR_MS, 24 * HOUR_MS]) {
    const { ask, clock, models } = createSampleRouter({
      script: { [ALPHA]: [{ fail: "auth" }, {}] },
    });
    await ask();
    clock.jump(jumpMs);
    await clock.pass(14_000);
    await ask();
    expect(models.calls.filter(({ endpoint }) => endpoint === ALPHA)).toHaveLength(1);
    await clock.pass(1_000);
    expect(await ask()).toMatchObject({ endpoint: ALPHA });
  }
});
