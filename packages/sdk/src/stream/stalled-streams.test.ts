import type { AnswerStream, PolicyInput, StreamRequest } from "@switchyard/contract";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  REQUEST,
  type SampleOptions,
  type SampleRouter,
} from "../../test/sample-router.ts";
import type { Act } from "../../test/scripted-models.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const OBSERVED = 100;
/** Begins after 0.1 s, and pauses for 0.04 s between words. */
const QUICK = { text: "one two three", afterMs: 100, wordMs: 40 } as const;
/** Begins after 1.5 s, and pauses for 1.2 s between words. */
const SLOW = { text: "one two three", afterMs: 1_500, wordMs: 1_200 } as const;

const [quick, ...others] = POLICY.routes;
/** A policy that waits 10 seconds for the next part, and begins a broken answer anew. */
const PATIENT: Partial<PolicyInput> = {
  defaults: { ...POLICY.defaults, timeouts: { ...POLICY.defaults.timeouts, idle: "10s" } },
  routes: [{ ...quick, stream: { commit: "restart-with-notice" } }, ...others],
};

function router(script: SampleOptions["script"] & object): SampleRouter {
  return createSampleRouter({ script, policy: PATIENT });
}

function observedThen(act: Act, last: Act): readonly Act[] {
  return [...Array.from({ length: OBSERVED }, () => act), last];
}

async function drain(stream: AnswerStream): Promise<void> {
  for await (const part of stream) if (part.type === "end") return;
}

async function streamTimes(
  { router: { stream }, clock }: SampleRouter,
  times: number,
  request: Partial<StreamRequest>,
): Promise<void> {
  for (let call = 0; call < times; call += 1)
    await clock.finish(drain(stream({ ...REQUEST, ...request })).catch(() => {}));
}

/** How long the attempts of the last ask lasted. */
async function lastAttempts(
  sample: SampleRouter,
  request: Partial<StreamRequest> = {},
): Promise<readonly (readonly [string, number])[]> {
  const before = sample.events.length;
  await streamTimes(sample, 1, { slaMs: 30_000, ...request });
  return eventsOf(sample.events.slice(before), "attempt-ended").map(
    ({ endpoint, latencyMs }) => [endpoint, latencyMs] as const,
  );
}

test("a quick model that does not begin is given up sooner than a slow one", async () => {
  const sample = router({
    [ALPHA]: observedThen(QUICK, "hang"),
    [BETA]: observedThen(SLOW, "hang"),
  });
  await streamTimes(sample, OBSERVED, { exclude: ["alpha"] });
  await streamTimes(sample, OBSERVED, {});
  expect((await lastAttempts(sample)).slice(0, 2)).toEqual([
    [ALPHA, 1_500],
    [BETA, 4_800],
  ]);
});

test("a quick model that falls silent is given up sooner than a slow one", async () => {
  const sample = router({
    [ALPHA]: observedThen(QUICK, { ...QUICK, stallsAfter: 1 }),
    [BETA]: observedThen(SLOW, { ...SLOW, stallsAfter: 1 }),
  });
  await streamTimes(sample, OBSERVED, { exclude: ["alpha"] });
  await streamTimes(sample, OBSERVED, {});
  expect((await lastAttempts(sample)).slice(0, 2)).toEqual([
    [ALPHA, 100 + 3_000],
    [BETA, 1_500 + 3 * 1_234],
  ]);
});

test("an endpoint that nothing is known of is waited for as the policy says", async () => {
  const [first] = await lastAttempts(router({ [ALPHA]: ["hang"] }));
  expect(first).toEqual([ALPHA, 6_000]);
});

test("an endpoint that no other would follow is waited for as the policy says", async () => {
  const sample = router({ [ALPHA]: observedThen(QUICK, "hang") });
  await streamTimes(sample, OBSERVED, { intent: "write" });
  expect(await lastAttempts(sample, { intent: "write" })).toEqual([[ALPHA, 6_000]]);
});

test("a stream's end tells when its first part came, a whole answer's does not", async () => {
  const sample = router({ [ALPHA]: [QUICK] });
  await streamTimes(sample, 1, {});
  await sample.ask();
  const [streamed, whole] = eventsOf(sample.events, "attempt-ended");
  expect(streamed).toMatchObject({ latencyMs: 180, firstTokenMs: 100 });
  expect(whole).not.toHaveProperty("firstTokenMs");
});
