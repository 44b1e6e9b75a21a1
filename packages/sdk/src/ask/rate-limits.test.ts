import { expect, test } from "vitest";
import { createSampleRouter, eventsOf } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const USED_UP = { remainingRequests: 0, resetsInMs: 4_000 };

test("an endpoint whose rate limit is used up is left alone until it is full again", async () => {
  const script = { [ALPHA]: [{ rateLimit: USED_UP }, {}] };
  const { ask, clock, router } = createSampleRouter({ script });
  expect((await ask()).endpoint).toBe(ALPHA);
  const answer = await ask();
  expect(answer).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
  expect(answer.why.message).toBe(
    `${BETA} answered, in place of ${ALPHA}: its breaker is open (rate limit used up, full ` +
      `again in 4000 ms); it must be closed.`,
  );
  const { rungs } = router.explain({ intent: "faq", risk: "low", slaMs: 10_000, input: "Why?" });
  expect(JSON.stringify(rungs)).toContain("full again in 3900 ms");
  await clock.pass(4_000);
  expect((await ask()).endpoint).toBe(ALPHA);
});

test("a held endpoint with no other beside it is waited for, if the time reaches", async () => {
  const script = { [ALPHA]: [{ rateLimit: USED_UP }, {}] };
  const { ask, models } = createSampleRouter({ script });
  await ask({ intent: "write" });
  expect(await ask({ intent: "write" })).toMatchObject({ endpoint: ALPHA, latencyMs: 4_100 });
  expect(models.calls).toHaveLength(2);
});

test("a held endpoint with no other beside it is called at once, if no wait fits", async () => {
  const rateLimit = { remainingTokens: 0, resetsInMs: 60_000 };
  const { ask, events } = createSampleRouter({ script: { [ALPHA]: [{ rateLimit }] } });
  await ask({ intent: "write" });
  expect(await ask({ intent: "write" })).toMatchObject({ endpoint: ALPHA, latencyMs: 100 });
  expect(eventsOf(events, "breaker-changed")).toEqual([]);
});

test("limits that keep being used up cost an ask one wait", async () => {
  const script = {
    [ALPHA]: [{ rateLimit: USED_UP }, { fail: "overloaded" }, { rateLimit: USED_UP }],
  } as const;
  const { ask, router, clock } = createSampleRouter({ script });
  await ask({ intent: "write" });
  const request = { intent: "write", risk: "low", slaMs: 10_000, input: "Why?" };
  const both = await clock.finish(Promise.all([router.ask(request), router.ask(request)]));
  expect(both.every(({ latencyMs }) => latencyMs < 10_000)).toBe(true);
});

test("a rate limit told to one ask sends the others elsewhere until its time", async () => {
  const script = { [ALPHA]: [{ fail: "rate-limited", retryAfterMs: 20_000 }, {}] } as const;
  const { ask, clock, models } = createSampleRouter({ script });
  expect((await ask()).endpoint).toBe(BETA);
  const before = models.calls.length;
  await ask();
  await ask();
  expect(models.calls.slice(before).map(({ endpoint }) => endpoint)).toEqual([BETA, BETA]);
  await clock.pass(20_000);
  expect((await ask()).endpoint).toBe(ALPHA);
});

test("a call that one key was refused is made again at once while another key is ready", async () => {
  const refused = { fail: "auth", retry: "same", breaker: "ignore" } as const;
  const { ask, models } = createSampleRouter({ script: { [ALPHA]: [refused, {}] } });
  expect(await ask()).toMatchObject({ endpoint: ALPHA, latencyMs: 200, why: { code: "retried" } });
  expect(models.calls).toHaveLength(2);
});

test("where every key was refused, the next endpoint is called", async () => {
  const { ask, models } = createSampleRouter({ script: { [ALPHA]: [{ fail: "auth" }] } });
  expect(await ask()).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
  expect(models.calls).toHaveLength(2);
});
