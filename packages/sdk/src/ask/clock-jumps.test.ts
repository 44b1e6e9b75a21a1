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

interface Jump {
  readonly byMs: number;
  /** On the monotonic clock, from the start. */
  readonly afterMs: number;
}

/** What was under way when the wall clock jumped. */
type UnderWay = "call" | "retry" | "open breaker" | "time-out";

const anAskAt = fc.record({
  afterMs: fc.constantFrom(0, 0, 200, 2_000, 16_000),
  slaMs: fc.constantFrom(1_500, 10_000, 10_000),
});

type AskAt = typeof anAskAt extends fc.Arbitrary<infer Value> ? Value : never;

/** Every event of some asks without its instant, and when each ask ended on the monotonic clock. */
async function tell(script: Script, asks: readonly AskAt[], jump: Jump) {
  const { clock, router, events } = createSampleRouter({ script, catalog: catalogWith(1) });
  const startMs = clock.nowMs();
  let told = 0;
  const jumping = clock.sleep(jump.afterMs).then(() => {
    told = events.length;
    clock.jump(jump.byMs);
  });
  const all = asks.map(async ({ afterMs, slaMs }) => {
    await clock.sleep(afterMs);
    await router.ask({ ...REQUEST, slaMs }).catch(() => undefined);
    return clock.nowMs() - startMs;
  });
  const [ends] = await clock.finish(Promise.all([Promise.all(all), jumping]));
  // Lease and windows of a reservation are the ledger's, by the wall clock: many processes share it.
  const kept = events.filter(({ type }) => type !== "lease-expired");
  const untimed = kept.map((event) => Object.assign({}, event, { atMs: 0, windows: [] }));
  return { ends, events: untimed, underWay: underWayAt(events, told) };
}

function underWayAt(events: readonly SwitchyardEvent[], told: number): ReadonlySet<UnderWay> {
  const found = new Set<UnderWay>();
  const before = events.slice(0, told);
  const after = events.slice(told);
  const isOpen = (attemptId: string): boolean =>
    !eventsOf(before, "attempt-ended").some((ended) => ended.attemptId === attemptId);
  const open = eventsOf(before, "attempt-started").filter(({ attemptId }) => isOpen(attemptId));
  if (open.length > 0) found.add("call");
  const timeOuts = eventsOf(after, "attempt-ended").filter(({ outcome }) => outcome === "timeout");
  if (timeOuts.some(({ attemptId }) => open.some((call) => call.attemptId === attemptId)))
    found.add("time-out");
  for (const { askId, kind, attemptId } of eventsOf(after, "attempt-started")) {
    const number = Number(attemptId.split("/")[1]);
    const last = eventsOf(before, "attempt-ended").filter((ended) => ended.askId === askId);
    if (kind === "retry" && last.at(-1)?.attemptId === `${askId}/${number - 1}`) found.add("retry");
  }
  const phases = new Map(
    eventsOf(before, "breaker-changed").map(({ endpoint, to }) => [endpoint, to]),
  );
  if ([...phases.values()].includes("open")) found.add("open breaker");
  return found;
}

test("a jump at any instant, by an hour or a day, either way, leaves every event as it was, and adds only leases it ended", async () => {
  const hits = new Map<UnderWay, number>();
  const jumps = [-24 * HOUR_MS, -HOUR_MS, HOUR_MS, 24 * HOUR_MS];
  const failures = fc.constantFrom<Act>(
    { fail: "auth" },
    { fail: "rate-limited", retryAfterMs: 2_000 },
    { fail: "overloaded", retryAfterMs: 1_000 },
    "hang",
  );
  const scripts = fc.tuple(someScripts(), fc.array(failures, { minLength: 1, maxLength: 3 }));
  const someAsks = fc.array(anAskAt, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      scripts,
      someAsks,
      fc.oneof(fc.nat(2_000), fc.nat(20_000)),
      async ([acts, first], asks, afterMs) => {
        const script = { ...acts, [ALPHA]: [...first, ...(acts[ALPHA] ?? [])] };
        const { underWay, ...unjumped } = await tell(script, asks, { byMs: 0, afterMs });
        for (const what of underWay) hits.set(what, (hits.get(what) ?? 0) + 1);
        for (const byMs of jumps) {
          const { ends, events } = await tell(script, asks, { byMs, afterMs });
          expect({ ends, events }).toEqual(unjumped);
        }
      },
    ),
    { numRuns: 50, seed: 20_261_124 },
  );
  for (const what of ["call", "retry", "open breaker", "time-out"] as const)
    expect(hits.get(what) ?? 0, `jumps during: ${what}`).toBeGreaterThan(0);
});
