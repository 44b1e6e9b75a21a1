import * as fc from "fast-check";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const CALL_MS = 100;
const P95_MS = 1_000;
/** What a first, second, third retry and so on may wait at most, where the provider says nothing. */
const LIMITS_MS = [200, 400, 800, 1_600, 2_000, 2_000, 2_000];
/** A rate limit without a time rests the endpoint for this long. */
const UNHINTED_MS = 1_000;

const aFailure = fc.oneof(
  fc.record({ fail: fc.constantFrom("overloaded", "server-error", "network") }),
  fc.record({ fail: fc.constant("overloaded" as const), retryAfterMs: fc.nat(4_000) }),
  fc.record(
    { fail: fc.constant("rate-limited" as const), retryAfterMs: fc.nat(4_000) },
    { requiredKeys: ["fail"] },
  ),
);
type Failure = typeof aFailure extends fc.Arbitrary<infer Value> ? Value : never;

/** The waits before retries, from the table alone, while time is left for one and its p95. */
function expectedWaits(failures: readonly Failure[], draw: number, slaMs: number): number[] {
  const waits: number[] = [];
  let passedMs = 0;
  for (const [index, failure] of failures.entries()) {
    passedMs += CALL_MS;
    const hintMs = "retryAfterMs" in failure ? failure.retryAfterMs : undefined;
    const drawnMs = draw * (LIMITS_MS[index] ?? Number.NaN);
    const restMs = failure.fail === "rate-limited" ? UNHINTED_MS : 0;
    const waitMs = hintMs ?? Math.max(drawnMs, restMs);
    if (passedMs + waitMs + P95_MS > slaMs) break;
    waits.push(waitMs);
    passedMs += waitMs;
  }
  return waits;
}

test("each retry waits for its hint or its drawn share of the doubled limit, and none comes too late", async () => {
  // Neither a breaker nor a retry budget ends the row before time does.
  const defaults = {
    ...POLICY.defaults,
    attempts: { ...POLICY.defaults.attempts, max: 8, perEndpoint: 8 },
    retryBudget: { tokens: 100, ratio: 1 },
    breaker: { ...POLICY.defaults.breaker, consecutiveFailures: 50, callsMin: 500 },
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(aFailure, { maxLength: 7 }),
      fc.constantFrom(0, 0.25, 0.5, 0.75),
      fc.integer({ min: 1_200, max: 10_000 }),
      async (failures, draw, slaMs) => {
        const script = { [ALPHA]: [...failures, {}] };
        const { ask, events } = createSampleRouter({ script, draw, policy: { defaults } });
        await ask({ intent: "write", slaMs }).catch(() => undefined);
        const ended = eventsOf(events, "attempt-ended").map(({ atMs }) => atMs);
        const retries = eventsOf(events, "attempt-started").slice(1);
        const waits = retries.map(({ atMs }, index) => atMs - (ended[index] ?? 0));
        const expected = expectedWaits(failures, draw, slaMs);
        expect(waits).toEqual(expected);
        // Whatever ends the row does so at once: nobody waits for a retry that will not come.
        const endsMs = expected.reduce((sum, waitMs) => sum + waitMs + CALL_MS, CALL_MS);
        expect(events.at(-1)).toMatchObject({ latencyMs: endsMs });
      },
    ),
    { numRuns: 80 },
  );
});
