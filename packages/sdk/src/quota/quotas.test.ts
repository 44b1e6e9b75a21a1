import type { PolicyInput, QuotaPort, RouteInput } from "@switchyard/contract";
import { createMemoryQuota } from "@switchyard/ledger";
import type { Script } from "../../test/scripted-models.ts";
import { describe, expect, test } from "vitest";
import { CATALOG, POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST, typesOf } from "../../test/sample-router.ts";

/** The sample policy with a quota on one of its routes. */
function policyWith(id: string, quota: RouteInput["quota"]): Partial<PolicyInput> {
  const routes = POLICY.routes.map((route) =>
    route.id === id && quota !== undefined ? Object.assign({}, route, { quota }) : route,
  );
  return { routes };
}

describe("an ask that its route's quota has no room for", () => {
  test("gets the static answer with the quota's own time to try again, and calls no model", async () => {
    const policy = policyWith("quick", { requestsPerMinute: 6 });
    const { ask, models, events, clock } = createSampleRouter({ policy });
    expect(await ask()).toMatchObject({ rung: "full" });
    const asked = models.calls.length;
    const answer = await ask();
    expect(answer).toMatchObject({
      rung: "static",
      why: {
        code: "quota",
        message: expect.stringMatching(
          /^Quota requestsPerMinute of route quick is 6 and has no room for segment free now; it may have in 9900 ms\.$/,
        ),
      },
      retryAfterMs: 9_900,
    });
    expect(models.calls).toHaveLength(asked);
    expect(eventsOf(events, "ask-answered").at(-1)).toMatchObject({ why: "quota" });
    expect(await ask({ intent: "write" })).toMatchObject({ rung: "full" });

    await clock.pass(9_900);
    expect(await ask()).toMatchObject({ rung: "full" });
  });

  test("fails typed where the ladder has no static rung, with limit, value and way out", async () => {
    const policy = policyWith("bare", { concurrencyMax: 1 });
    const { router, clock } = createSampleRouter({ policy });
    const request = { ...REQUEST, intent: "write" };
    const [first, second] = await clock.finish(
      Promise.allSettled([router.ask(request), router.ask(request)]),
    );
    expect(first.status).toBe("fulfilled");
    expect(second).toMatchObject({
      reason: {
        code: "quota-exhausted",
        limit: "concurrencyMax",
        value: 1,
        retryAfterMs: 1_000,
        message: expect.stringMatching(/concurrencyMax of route bare is 1.*add `static`/),
      },
    });
    expect(await clock.finish(router.ask(request))).toMatchObject({ rung: "full" });
  });
});

test("an ask takes its whole estimate of tokens, and gives back what its calls did not take", async () => {
  const policy = policyWith("quick", { tokensPerMinute: 12_000 });
  const { router, ask, clock } = createSampleRouter({ policy });
  const both = await clock.finish(
    Promise.all([router.ask(REQUEST), router.ask(REQUEST), router.ask(REQUEST)]),
  );
  expect(both.map(({ why }) => why.code)).toEqual(["first-choice", "quota", "quota"]);
  expect(await ask()).toMatchObject({ why: { code: "first-choice" } });
});

test("every call counts, one that failed by its input where it may be billed", async () => {
  const ends: number[] = [];
  const memory = createMemoryQuota();
  const quota: QuotaPort = {
    ...memory,
    leave: async (end) => {
      ends.push(end.tokens);
      await memory.leave(end);
    },
  };
  const policy = policyWith("quick", { tokensPerMinute: 100_000 });
  const script: Script = {
    "alpha/quick#us": [{ fail: "server-error", billed: "unknown" }, { fail: "rate-limited" }],
  };
  const { ask, events } = createSampleRouter({ policy, quota, script });
  const { usage, attempts } = await ask();
  const [{ contextTokens = 0 } = {}] = eventsOf(events, "ask-received");
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["server-error", "rate-limited", "ok"]);
  expect(ends).toEqual([contextTokens + usage.inputTokens + usage.outputTokens]);
});

test("segments share a route's quota, each with its even part", async () => {
  const policy = policyWith("quick", { requestsPerMinute: 60 });
  const { ask, router, clock } = createSampleRouter({ policy });
  const crowd = Array.from({ length: 15 }, () => router.ask({ ...REQUEST, segment: "free" }));
  const answers = await clock.finish(Promise.all(crowd));
  expect(answers.filter(({ rung }) => rung === "full")).toHaveLength(10);
  await ask({ segment: "pro" });
  await clock.pass(4_000);
  const later = ["free", "pro", "free", "pro", "free", "pro"].map((segment) =>
    router.ask({ ...REQUEST, segment }),
  );
  const rungs = (await clock.finish(Promise.all(later))).map(({ rung }) => rung);
  expect(rungs.slice(0, 4)).toEqual(["full", "full", "full", "full"]);
  expect(rungs.slice(4)).toEqual(["static", "static"]);
});

test("a judge's asks count under the quota of its route, and without room the answer is unjudged", async () => {
  const [quick, ...others] = POLICY.routes;
  const judging: RouteInput = {
    id: "judging",
    internal: true,
    intent: "judge",
    candidates: ["gamma/strong"],
    limits: { latencyMax: "3s", qualityFloor: 0.5, costPerTaskMax: "$1" },
    ladder: ["full"],
    quota: { requestsPerMinute: 6 },
  };
  const judged = { ...quick, gates: [{ judge: { route: "judging", scoreMin: 0.5 } }] };
  const policy = { routes: [judged, ...others, judging] };
  const quality = { artefact: "none", scores: { judge: { "gamma/strong": 0.9 } } };
  const script = { "gamma/strong#us": [{ text: '{"score":0.9,"reason":"good"}' }] };
  const { ask, events } = createSampleRouter({
    policy,
    catalog: { ...CATALOG, quality },
    script,
  });
  expect(await ask()).toMatchObject({ verdict: { outcome: "passed" } });
  expect(await ask()).toMatchObject({ rung: "full", verdict: { outcome: "unjudged" } });
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ code: "quota-exhausted" }]);
});

test("health tells how each route stands under its quota, or why that is not known", async () => {
  const policy = policyWith("quick", { requestsPerMinute: 12, concurrencyMax: 3 });
  const { router, ask, clock } = createSampleRouter({ policy });
  await ask();
  const rate = { route: "quick", limit: "requestsPerMinute", value: 12, windowMs: 10_000 };
  const seats = { route: "quick", limit: "concurrencyMax", value: 3, used: 0, remaining: 3 };
  await clock.pass(2_400);
  expect((await router.health()).quotas).toEqual({
    reachable: true,
    standings: [{ ...rate, used: 0.5, remaining: 1.5 }, seats],
  });

  const away = { ...createMemoryQuota(), standing: () => Promise.reject(new Error("refused")) };
  const { router: apart } = createSampleRouter({ policy, quota: away });
  expect((await apart.health()).quotas).toEqual({ reachable: false, cause: "refused" });
});

test("an explanation tells what the last ask of the route was told, and when", async () => {
  const policy = policyWith("quick", { requestsPerMinute: 6 });
  const { router, ask, clock } = createSampleRouter({ policy });
  expect(router.explain(REQUEST)).not.toHaveProperty("quota");
  const firstAtMs = clock.epochMs();
  await ask();
  const { segment } = router.explain(REQUEST).request;
  expect(router.explain(REQUEST).quota).toEqual({ askedAtMs: firstAtMs, segment });
  const askedAtMs = clock.epochMs();
  await ask();
  await clock.pass(1_000);
  const refusal = { limit: "requestsPerMinute", value: 6, retryAfterMs: 9_900 };
  expect(router.explain(REQUEST).quota).toEqual({ askedAtMs, segment, refusal });
  expect(router.explain({ ...REQUEST, intent: "write" })).not.toHaveProperty("quota");
});

test("a route without such limits never asks the store", async () => {
  const fail = (): never => {
    throw new Error("asked");
  };
  const quota: QuotaPort = { isLocal: true, admit: fail, leave: fail, standing: fail };
  const policy = policyWith("quick", { share: "50%", of: "day" });
  const { ask } = createSampleRouter({ policy, quota });
  expect(await ask()).toMatchObject({ rung: "full" });
});

test("while the store is away the process keeps to the limits by itself, and each change is an event", async () => {
  const memory = createMemoryQuota();
  let isAway = true;
  const away = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    if (isAway) throw new Error("connection refused");
    return await call();
  };
  const quota: QuotaPort = {
    admit: (request) => away(() => memory.admit(request)),
    leave: (end) => away(() => memory.leave(end)),
    standing: (question) => away(() => memory.standing(question)),
  };
  const policy = policyWith("quick", { requestsPerMinute: 6 });
  const { ask, clock, events } = createSampleRouter({ policy, quota });
  expect(typesOf(events)).not.toContain("quota-changed");
  expect((await ask()).rung).toBe("full");
  expect((await ask()).rung).toBe("static");
  isAway = false;
  await clock.pass(1_000);
  expect((await ask()).rung).toBe("full");
  expect(eventsOf(events, "quota-changed")).toMatchObject([
    { to: "down", cause: "connection refused" },
    { to: "up" },
  ]);
});

test("an ask that the caller ends, or that fails, leaves its seat", async () => {
  const policy = policyWith("quick", { concurrencyMax: 1 });
  const { router, ask, clock } = createSampleRouter({
    policy,
    script: { "alpha/quick#us": [{ afterMs: 5_000 }, {}] },
  });
  const { signal } = clock.deadline(100);
  const ended = router.ask({ ...REQUEST, signal }).catch((error: unknown) => error);
  expect(await clock.finish(ended)).toMatchObject({ code: "ask-aborted" });
  expect(await ask()).toMatchObject({ rung: "full" });
});

test("a flush waits for the ends that the store of quotas is told", async () => {
  const ends: string[] = [];
  let answer = (): void => {};
  const quota: QuotaPort = {
    admit: async () => ({ ok: true }),
    leave: async ({ id }) => {
      await new Promise<void>((resolve) => (answer = resolve));
      ends.push(id);
    },
    standing: async () => [],
  };
  const policy = policyWith("quick", { concurrencyMax: 1 });
  const { ask, router } = createSampleRouter({ policy, quota });
  await ask();
  const flush = router.flush();
  await new Promise(setImmediate);
  expect(ends).toEqual([]);
  answer();
  await flush;
  expect(ends).toEqual(["ask-1"]);
});
