import type { DecisionState, Plan, PolicyInput, RungName } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { explain, plan } from "@switchyard/policy";
import { expect, test } from "vitest";
import { A_CLASS, POLICY, SAMPLE } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  REQUEST,
  type SampleOptions,
} from "../../test/sample-router.ts";
import type { Act } from "../../test/scripted-models.ts";
import { explainClosed } from "./explain-closed.ts";
import { createRungBook, type RungNews } from "./rung-book.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";
const CALM: DecisionState = { breakers: {}, attempts: {}, absent: {}, remainingMs: 10_000 };
/** No breaker counts it, and it is not retried. */
const REFUSED = { fail: "refusal" } as const;

function refusing(times: number): readonly Act[] {
  return [...Array.from({ length: times }, () => REFUSED), {}];
}

/** The sample's route `quick` with this ladder, whose rungs close after two failures. */
function laddered(ladder: readonly RungName[], options: SampleOptions = {}) {
  const [quick, ...others] = POLICY.routes;
  const policy: Partial<PolicyInput> = {
    routes: [{ ...quick, ladder }, ...others],
    ladder: { ...POLICY.ladder, hysteresis: { enterAfterFailures: 2, leaveAfter: "1m" } },
    ...options.policy,
  };
  const sample = createSampleRouter({ ...options, policy });
  const changes = (): readonly string[] =>
    eventsOf(sample.events, "rung-changed").map(
      ({ route, rung, to, cause }) => `${route}/${rung} ${to}: ${cause}`,
    );
  return { ...sample, changes };
}

test("asks skip a rung on which two in a row failed, and the answer says why and until when", async () => {
  const script = { [ALPHA]: refusing(2), [BETA]: [REFUSED], [GAMMA]: [REFUSED] };
  const { ask, clock, changes, router } = laddered(["full", "constrained", "static"], { script });
  expect((await ask()).why.code).toBe("attempts-exhausted");
  expect(changes()).toEqual([]);
  await ask();
  const cause = `2 asks in a row failed on it, the last: refusal at ${GAMMA}`;
  expect(changes()).toEqual([`quick/full closed: ${cause}`]);

  await clock.pass(1_000);
  const answer = await ask();
  expect(answer).toMatchObject({ rung: "constrained", degraded: true, why: { code: "degraded" } });
  expect(answer.why.message).toBe(
    `Rung constrained answered by ${ALPHA}. Rung full has been closed for 1000 ms (${cause}); ` +
      "an ask may try it in 59000 ms.",
  );
  const [route] = (await clock.finish(router.health())).routes;
  expect(route?.rungs?.map(({ closed }) => closed)).toEqual([
    { cause, forMs: 1_100, leftMs: 58_900 },
    undefined,
  ]);
});

test("a rung stays open while silent calls take all the time of asks that had another endpoint there", async () => {
  const { ask, changes } = laddered(["full", "constrained", "static"], {
    script: { [ALPHA]: ["hang"] },
  });
  const ends: string[] = [];
  for (let asks = 0; asks < 6; asks += 1) {
    const { rung, endpoint = "none" } = await ask({ slaMs: 1_500 });
    ends.push(`${rung} ${endpoint}`);
  }
  // Alpha's breaker opens after three failures in a row, and beta answers on the same rung.
  expect(ends).toEqual([
    ...Array.from({ length: 3 }, () => "static none"),
    ...Array.from({ length: 3 }, () => `full ${BETA}`),
  ]);
  expect(changes()).toEqual([]);
});

test("explain says which rungs an ask would go past now, until they open", async () => {
  const script = { [ALPHA]: refusing(2), [BETA]: [REFUSED], [GAMMA]: [REFUSED] };
  const { ask, clock, router } = laddered(["full", "constrained", "static"], { script });
  await ask();
  expect(router.explain(REQUEST)).not.toHaveProperty("closed");
  await ask();
  await clock.pass(1_000);
  const cause = `2 asks in a row failed on it, the last: refusal at ${GAMMA}`;
  const closed = [{ rung: "full", cause, forMs: 1_000, leftMs: 59_000 }];
  expect(router.explain(REQUEST)).toMatchObject({ route: "quick", closed });
  await clock.pass(59_000);
  expect(router.explain(REQUEST)).not.toHaveProperty("closed");
});

test("explain shows no rung closed that an ask has as its last resort", () => {
  const whole = plan(SAMPLE.bundle, A_CLASS, 0);
  const bare = { ...whole, endsStatic: false };
  const explanation = explain(SAMPLE.bundle, A_CLASS, CALM, 0);
  const all = whole.rungs.map(({ rung }) => ({ rung, cause: "x", forMs: 1, leftMs: 1 }));
  const closedOf = (some: Plan): readonly RungName[] | undefined =>
    explainClosed({ closed: () => all }, some, explanation, 0).closed?.map(({ rung }) => rung);
  expect(closedOf(whole)).toEqual(["full", "constrained", "summary"]);
  expect(closedOf(bare)).toEqual(["full", "constrained"]);
  expect(closedOf({ ...whole, route: null })).toBeUndefined();
});

test("after its time a rung is on trial: a failure closes it at once, an answer opens it for good", async () => {
  const script = { [ALPHA]: refusing(3), [BETA]: refusing(3), [GAMMA]: refusing(3) };
  const { ask, clock, changes } = laddered(["full", "static"], { script });
  await ask();
  await ask();
  expect(await ask()).toMatchObject({ rung: "static", attempts: [], retryAfterMs: 300_000 });
  await clock.pass(60_000);
  expect((await ask()).attempts).toHaveLength(3);
  expect((await ask()).attempts).toEqual([]);
  await clock.pass(60_000);
  expect((await ask()).rung).toBe("full");
  expect((await ask()).rung).toBe("full");
  expect(changes()).toEqual([
    `quick/full closed: 2 asks in a row failed on it, the last: refusal at ${GAMMA}`,
    "quick/full trial: it was closed for its time",
    `quick/full closed: failed on trial: refusal at ${GAMMA}`,
    "quick/full trial: it was closed for its time",
    "quick/full open: an ask was answered on trial",
  ]);
});

test("when every rung that calls a model is closed, the static answer says so without a call", async () => {
  const script = { [ALPHA]: [REFUSED], [BETA]: [REFUSED], [GAMMA]: [REFUSED] };
  const ladder: readonly RungName[] = ["full", "constrained", "summary", "static"];
  const { ask, changes } = laddered(ladder, { script });
  for (let asks = 0; asks < 4; asks += 1) await ask();
  expect(changes().map((change) => change.split(":")[0])).toEqual([
    "quick/full closed",
    "quick/summary closed",
    "quick/constrained closed",
  ]);
  const answer = await ask();
  expect(answer).toMatchObject({ rung: "static", latencyMs: 0, why: { code: "rungs-closed" } });
  expect(answer.why.message).toMatch(
    /^Every rung of route quick that calls a model is closed\. Rung full .*Rung constrained .*Rung summary /,
  );
});

test("only one ask at a time tries a rung on trial; those beside it go past it", async () => {
  const script = { [ALPHA]: refusing(2), [BETA]: [REFUSED], [GAMMA]: [REFUSED] };
  const { ask, clock, router } = laddered(["full", "constrained", "static"], { script });
  await ask();
  await ask();
  await clock.pass(60_000);
  const request = { intent: "faq", risk: "low", slaMs: 10_000, input: "Why?" };
  const answers = await clock.finish(
    Promise.all(Array.from({ length: 5 }, () => router.ask(request))),
  );
  expect(answers.map(({ rung }) => rung)).toEqual(["full", ...Array(4).fill("constrained")]);
  expect(answers[1]?.why.message).toContain("; another ask tries it now.");
});

test("the last rung of a ladder without a static answer never closes", async () => {
  const script = { [ALPHA]: [REFUSED], [BETA]: [REFUSED], [GAMMA]: [REFUSED] };
  const { ask, changes, models } = laddered(["full", "constrained"], { script });
  for (let asks = 0; asks < 8; asks += 1)
    await expect(ask()).rejects.toMatchObject({ code: "ladder-exhausted" });
  expect(changes().map((change) => change.split(":")[0])).toEqual(["quick/full closed"]);
  expect(models.calls).toHaveLength(2 * 3 + 6 * 2);
});

test("money, the caller's own limits and what a request does by itself close no rung", async () => {
  const down = { [ALPHA]: [REFUSED], [BETA]: [REFUSED], [GAMMA]: [REFUSED] };
  const narrowed = laddered(["full", "static"], { script: down });
  for (let asks = 0; asks < 3; asks += 1) {
    await narrowed.ask({ only: ["alpha"] });
    await narrowed.ask({ exclude: ["gamma"] });
    await narrowed.ask({ noFallback: true });
    await narrowed.ask({ costMicroUsdMax: 900_000 });
    const left = narrowed.ask({ signal: AbortSignal.abort() });
    await expect(left).rejects.toMatchObject({ code: "ask-aborted" });
  }
  expect(narrowed.changes()).toEqual([]);

  const invalid = laddered(["full", "static"], {
    script: { [ALPHA]: [{ fail: "invalid-request" }] },
  });
  const poor = laddered(["full", "static"], {
    ledger: createMemoryLedger({ opening: { day: 1_000_000 } }),
  });
  for (const { ask, changes } of [invalid, poor]) {
    for (let asks = 0; asks < 3; asks += 1) expect((await ask()).rung).toBe("static");
    expect(changes()).toEqual([]);
  }
});

test("a rung whose endpoints are out by their breakers fails without a call", async () => {
  const script = {
    [ALPHA]: [{ fail: "auth" }],
    [BETA]: [{ fail: "auth" }],
    [GAMMA]: [{ fail: "auth" }],
  } as const;
  const { ask, changes } = laddered(["full", "static"], { script });
  await ask();
  expect((await ask()).attempts).toEqual([]);
  expect(changes()).toEqual([
    `quick/full closed: 2 asks in a row failed on it, the last: the breaker of ${ALPHA} is open`,
  ]);
});

test("without hysteresis no rung ever closes", () => {
  const { bundle } = SAMPLE;
  const { hysteresis, ...ladder } = bundle.policy.ladder;
  expect(hysteresis).toEqual({ enterAfterFailures: 3, leaveAfterMs: 60_000 });
  const planned = plan(bundle, A_CLASS, 0);
  const closings = [bundle.policy, { ...bundle.policy, ladder }].map((policy) => {
    const news: RungNews[] = [];
    const book = createRungBook(policy, (one) => news.push(one));
    for (let asks = 0; asks < 6; asks += 1)
      book.leave(
        book.enter(planned, asks, asks),
        () => ({ verdict: "failed", reason: "down" }),
        asks,
      );
    return news.length;
  });
  expect(closings).toEqual([3, 0]);
});

test("a rung that the next policy does not close is open again, and so is one that goes with its route", () => {
  const told: RungNews[] = [];
  const hysteresis = { enterAfterFailures: 1, leaveAfterMs: 60_000 };
  const { policy } = SAMPLE.bundle;
  const closing = { ...policy, ladder: { ...policy.ladder, hysteresis } };
  const closed = (): ReturnType<typeof createRungBook> => {
    const book = createRungBook(closing, (news) => told.push(news));
    const entry = book.enter(plan(SAMPLE.bundle, A_CLASS, 0), 0, 1_000);
    book.leave(entry, () => ({ verdict: "failed", reason: "refusal" }), 0);
    expect(told.splice(0).map(({ to }) => to)).toContain("closed");
    return book;
  };
  const kept = closed();
  kept.adapt({ ...closing, version: 2 });
  expect(told).toEqual([]);
  const { hysteresis: _, ...ladder } = policy.ladder;
  kept.adapt({ ...policy, ladder });
  const open = { route: "quick", to: "open", cause: "the policy in force does not close it" };
  expect(told.splice(0)).toContainEqual({ ...open, rung: "full" });
  closed().adapt({ ...closing, routes: [] });
  expect(told).toContainEqual({ ...open, rung: "full" });
});
