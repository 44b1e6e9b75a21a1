import { AskAbortedError } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { expect, test } from "vitest";
import { reservationsLeftOpen, settledMicroUsd } from "../../test/event-checks.ts";
import { hedgedPolicy } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  type SampleOptions,
  type SampleRouter,
} from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";

function hedged(options: SampleOptions = {}, max = 1): SampleRouter {
  return createSampleRouter({ policy: hedgedPolicy({ after: "p95", max }), ...options });
}

function attemptsOf({ events }: SampleRouter): readonly (readonly [string, string, number])[] {
  const ended = eventsOf(events, "attempt-ended");
  return eventsOf(events, "attempt-started").map(({ attemptId, kind }) => {
    const end = ended.find((event) => event.attemptId === attemptId);
    return [kind, end?.outcome ?? "open", end?.latencyMs ?? 0];
  });
}

test("a call slower than its p95 is hedged at the next provider, whose answer ends both", async () => {
  const sample = hedged({ script: { [ALPHA]: [{ afterMs: 3_000 }] } });
  const answer = await sample.ask({ slaMs: 4_000 });
  expect(answer).toMatchObject({ endpoint: BETA, latencyMs: 1_100, why: { code: "hedged" } });
  expect(answer.why.message).toBe(`${BETA} answered a hedge first, ahead of ${ALPHA}.`);
  expect(attemptsOf(sample)).toEqual([
    ["first", "outrun", 1_100],
    ["hedge", "ok", 100],
  ]);
  expect(sample.models.calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test("a call that answers within its p95 is not hedged", async () => {
  const sample = hedged({ script: { [ALPHA]: [{ afterMs: 999 }] } });
  expect((await sample.ask({ slaMs: 4_000 })).endpoint).toBe(ALPHA);
  expect(sample.models.calls).toHaveLength(1);
  expect(sample.clock.timersSet).toBe(0);
});

test("the first call may still win: the hedge is cut, and the answer is the first choice's", async () => {
  const sample = hedged({ script: { [ALPHA]: [{ afterMs: 1_500 }], [BETA]: ["hang"] } });
  const answer = await sample.ask({ slaMs: 4_000 });
  expect(answer).toMatchObject({ endpoint: ALPHA, why: { code: "first-choice" } });
  expect(attemptsOf(sample)).toEqual([
    ["first", "ok", 1_500],
    ["hedge", "outrun", 500],
  ]);
});

test("both calls are paid from reservations of their own, and the loser's is closed once", async () => {
  const ledger = createMemoryLedger();
  const sample = hedged({ ledger, script: { [ALPHA]: [{ afterMs: 3_000 }] } });
  const answer = await sample.ask({ slaMs: 4_000 });
  expect(eventsOf(sample.events, "budget-reserved")).toHaveLength(2);
  expect(reservationsLeftOpen(sample.events)).toEqual([]);
  const [first, hedge] = answer.attempts;
  expect(first?.costMicroUsd).toBeGreaterThan(0);
  expect(answer.costMicroUsd).toBe((first?.costMicroUsd ?? 0) + (hedge?.costMicroUsd ?? 0));
  expect(settledMicroUsd(sample.events, "ask-1")).toBe(answer.costMicroUsd);
  const window = { kind: "calendar", key: "day:2026-11-24:UTC", endsAtMs: 0 } as const;
  const line = { budgetId: "day", window, capMicroUsd: 1_000_000 };
  const [balance] = await ledger.snapshot([line], sample.clock.epochMs());
  expect(balance).toMatchObject({ spentMicroUsd: answer.costMicroUsd, reservedMicroUsd: 0 });
});

test("a first call that fails beside its hedge is not retried: the hedge is waited for", async () => {
  const script = {
    [ALPHA]: [{ afterMs: 1_200, fail: "server-error" }],
    [BETA]: [{ afterMs: 1_000 }],
  } as const;
  const sample = hedged({ script });
  const answer = await sample.ask({ slaMs: 10_000 });
  expect(answer).toMatchObject({ endpoint: BETA, latencyMs: 2_000, why: { code: "hedged" } });
  expect(attemptsOf(sample)).toEqual([
    ["first", "server-error", 1_200],
    ["hedge", "ok", 1_000],
  ]);
});

test("where both fail, the ask goes on to the next endpoint", async () => {
  const script = {
    [ALPHA]: [{ afterMs: 1_200, fail: "malformed-output" }],
    [BETA]: [{ afterMs: 1_000, fail: "malformed-output" }],
  } as const;
  const sample = hedged({ script });
  const answer = await sample.ask({ slaMs: 10_000 });
  expect(answer).toMatchObject({ endpoint: GAMMA, latencyMs: 2_100, why: { code: "fallback" } });
});

test("a failure that no endpoint mends ends the hedge beside it too", async () => {
  const script = {
    [ALPHA]: [{ afterMs: 1_200, fail: "invalid-request" }],
    [BETA]: ["hang"],
  } as const;
  const sample = hedged({ script });
  expect(await sample.ask({ slaMs: 10_000 })).toMatchObject({ rung: "static", latencyMs: 1_200 });
  expect(attemptsOf(sample)).toEqual([
    ["first", "invalid-request", 1_200],
    ["hedge", "outrun", 200],
  ]);
});

test("the time kept back for a fallback goes to both calls once the hedge is it", async () => {
  const sample = hedged({ script: { [ALPHA]: [{ afterMs: 2_900 }], [BETA]: ["hang"] } });
  expect(await sample.ask({ slaMs: 3_000 })).toMatchObject({ endpoint: ALPHA, latencyMs: 2_900 });
  const timeouts = eventsOf(sample.events, "attempt-started").map(({ timeoutMs }) => timeoutMs);
  expect(timeouts).toEqual([2_000, 2_000]);
});

test("no hedge is sent whose p95 does not fit the time left", async () => {
  const sample = hedged({ script: { [ALPHA]: [{ afterMs: 1_500 }] } });
  expect((await sample.ask({ slaMs: 1_900 })).endpoint).toBe(ALPHA);
  expect(sample.models.calls).toHaveLength(1);
});

test("a hedge without room in the budget leaves the first call, and later a fallback, as they were", async () => {
  const script = {
    [ALPHA]: [{ afterMs: 1_500, fail: "malformed-output", billed: "none" }],
  } as const;
  const policy = {
    ...hedgedPolicy({ after: "p95", max: 1 }),
    budgets: [{ id: "day", cap: "$0.01", window: "day", timezone: "UTC" }],
  } as const;
  const sample = createSampleRouter({ script, policy });
  const answer = await sample.ask({ slaMs: 10_000 });
  expect(eventsOf(sample.events, "budget-denied")).toHaveLength(1);
  expect(answer).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
});

test("hedges stay within the policy's number and within the attempts of an ask", async () => {
  for (const [max, calls] of [
    [1, 2],
    [2, 3],
  ] as const) {
    const script = { [ALPHA]: ["hang"], [BETA]: ["hang"], [GAMMA]: ["hang"] } as const;
    const sample = hedged({ script }, max);
    expect(await sample.ask({ slaMs: 10_000 })).toMatchObject({
      rung: "static",
      latencyMs: 10_000,
    });
    const hedges = eventsOf(sample.events, "attempt-started").filter(
      ({ kind }) => kind === "hedge",
    );
    expect(hedges).toHaveLength(max);
    expect(sample.models.calls.length).toBeGreaterThanOrEqual(calls);
    expect(sample.models.calls.length).toBeLessThanOrEqual(4);
  }
});

test("a provider that hangs opens its breaker although every hedge outruns it", async () => {
  const sample = hedged({ script: { [ALPHA]: ["hang"], [BETA]: [{ afterMs: 1_900 }] } });
  for (let asks = 0; asks < 3; asks += 1) await sample.ask({ slaMs: 3_000 });
  expect(eventsOf(sample.events, "breaker-changed")).toMatchObject([
    { endpoint: ALPHA, from: "closed", to: "open" },
  ]);
});

test("an abort while two calls are in flight ends both at once", async () => {
  const sample = hedged({ script: { [ALPHA]: ["hang"], [BETA]: ["hang"] } });
  const controller = new AbortController();
  const ask = sample.ask({ slaMs: 4_000, signal: controller.signal });
  ask.catch(() => {});
  sample.clock.sleep(1_500).then(
    () => controller.abort(),
    () => {},
  );
  await expect(ask).rejects.toThrow(AskAbortedError);
  expect(attemptsOf(sample)).toEqual([
    ["first", "cancelled", 1_500],
    ["hedge", "cancelled", 500],
  ]);
  expect(reservationsLeftOpen(sample.events)).toEqual([]);
  expect(sample.clock.timersSet).toBe(0);
});
