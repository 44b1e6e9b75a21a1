import { expect, test } from "vitest";
import { createSampleRouter, eventsOf } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const OBSERVED_CALLS = 100;

test("an endpoint's observed p95 decides what fits, in place of the catalogue's, until forgotten", async () => {
  const { ask, clock } = createSampleRouter({ script: { [ALPHA]: [{ afterMs: 3_000 }] } });
  for (let call = 0; call < OBSERVED_CALLS; call += 1)
    expect(await ask({ slaMs: 9_000 })).toMatchObject({ endpoint: ALPHA });
  const answer = await ask({ slaMs: 3_000 });
  expect(answer).toMatchObject({ endpoint: BETA, attempts: [{ outcome: "ok" }] });
  expect(answer.why.message).toContain("p95 3200 ms; the request allows 3000 ms");
  await clock.pass(300_000);
  expect((await ask({ slaMs: 3_100 })).attempts[0]).toMatchObject({ endpoint: ALPHA });
});

test("time kept back for a fallback is its observed p95", async () => {
  const script = {
    [ALPHA]: ["hang"],
    [BETA]: [{ afterMs: 190 }],
  } as const;
  const { ask, events } = createSampleRouter({ script });
  for (let call = 0; call < OBSERVED_CALLS; call += 1)
    await ask({ slaMs: 9_000, exclude: ["alpha"] });
  expect(await ask({ slaMs: 4_000 })).toMatchObject({ endpoint: BETA, latencyMs: 3_990 });
  const timeouts = eventsOf(events, "attempt-started").map(({ timeoutMs }) => timeoutMs);
  expect(timeouts.slice(OBSERVED_CALLS)).toEqual([3_800, 200]);
});

test("an observed p95 that is too long gives way where no other endpoint is left", async () => {
  const { ask } = createSampleRouter({ script: { [ALPHA]: [{ afterMs: 3_000 }] } });
  for (let call = 0; call < OBSERVED_CALLS; call += 1) await ask({ intent: "write" });
  expect(await ask({ intent: "write", slaMs: 3_100 })).toMatchObject({ endpoint: ALPHA });
});
