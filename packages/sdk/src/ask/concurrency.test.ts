import type { Answer } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { catalogWith } from "../../test/sample-bundle.ts";
import { createSampleRouter, REQUEST, type SampleRouter } from "../../test/sample-router.ts";
import { someScripts } from "../../test/script-arbitraries.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";

function askTimes(sample: SampleRouter, times: number, slaMs = 10_000): Promise<readonly Answer[]> {
  const asks = Array.from({ length: times }, () => sample.router.ask({ ...REQUEST, slaMs }));
  return sample.clock.finish(Promise.all(asks));
}

test("calls beyond the limit wait in line, and those beyond the line go to the next endpoint", async () => {
  const answers = await askTimes(createSampleRouter({ catalog: catalogWith(2) }), 5);
  expect(answers.map(({ endpoint, latencyMs }) => [endpoint, latencyMs])).toEqual([
    [ALPHA, 100],
    [ALPHA, 100],
    [ALPHA, 200],
    [ALPHA, 200],
    [BETA, 100],
  ]);
});

test("who waits goes on in time for the endpoint that time is kept back for", async () => {
  const script = { [ALPHA]: [{ afterMs: 9_000 }] };
  const sample = createSampleRouter({ catalog: catalogWith(1), script });
  const [first, second] = await askTimes(sample, 2, 5_000);
  expect(first).toMatchObject({ endpoint: BETA, latencyMs: 4_100 });
  expect(second).toMatchObject({ endpoint: BETA, latencyMs: 3_100, attempts: [{ kind: "first" }] });
});

test("an ask that finds no place anywhere says so", async () => {
  const script = { [ALPHA]: [{ afterMs: 900 }] };
  const sample = createSampleRouter({ catalog: catalogWith(1), script });
  const ask = (): Promise<unknown> =>
    sample.router.ask({ ...REQUEST, intent: "write", slaMs: 1_500 }).catch((error) => error);
  const [, second] = await sample.clock.finish(Promise.all([ask(), ask()]));
  expect(String(second)).toContain("no endpoint to call: calls in flight at their limit (1)");
});

test("an ask that waits while the breaker opens does not call", async () => {
  const script = { [ALPHA]: [{ fail: "auth", afterMs: 500 }, {}] } as const;
  const sample = createSampleRouter({ catalog: catalogWith(1), script });
  await askTimes(sample, 2);
  expect(sample.models.calls.filter(({ endpoint }) => endpoint === ALPHA)).toHaveLength(1);
});

test("whatever providers and callers do, calls in flight keep the limit and no place is lost", async () => {
  const anAsk = fc.record({
    slaMs: fc.constantFrom(1_000, 2_500, 10_000),
    afterMs: fc.constantFrom(0, 0, 50, 500),
    abortsAfterMs: fc.option(fc.constantFrom(0, 50, 100, 700), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 2 }),
      someScripts(),
      fc.array(anAsk, { maxLength: 8 }),
      async (max, script, asks) => {
        const sample = createSampleRouter({ catalog: catalogWith(max), script });
        const { clock, router } = sample;
        const all = asks.map(async ({ slaMs, afterMs, abortsAfterMs }) => {
          await clock.sleep(afterMs);
          const signal =
            abortsAfterMs === undefined ? {} : { signal: clock.deadline(abortsAfterMs).signal };
          await router.ask({ ...REQUEST, slaMs, ...signal }).catch(() => undefined);
        });
        await clock.finish(Promise.all(all));
        expect(mostInFlight(sample, ALPHA)).toBeLessThanOrEqual(max);

        Object.assign(script, { [ALPHA]: [{}] });
        await clock.pass(3_600_000);
        const bare = { intent: "write", slaMs: 1_050 };
        await sample.ask(bare);
        const after = Array.from({ length: max }, () => router.ask({ ...REQUEST, ...bare }));
        const answers = await clock.finish(Promise.all(after));
        expect(answers.map(({ latencyMs }) => latencyMs)).toEqual(after.map(() => 100));
      },
    ),
    { numRuns: 60 },
  );
});

/** The most calls of an endpoint that were under way at once. */
function mostInFlight({ events }: SampleRouter, id: string): number {
  let inFlight = 0;
  let most = 0;
  for (const event of events) {
    if (event.type === "attempt-started" && event.endpoint === id) inFlight += 1;
    if (event.type === "attempt-ended" && event.endpoint === id) inFlight -= 1;
    most = Math.max(most, inFlight);
  }
  return most;
}
