import { DeadlineExceededError } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, type SampleRouter } from "../../test/sample-router.ts";
import { remainingMs } from "../climb/ascent.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";

test("while a provider hangs, the next one gets its p95 of the time", async () => {
  const { ask, events } = createSampleRouter({ script: { [ALPHA]: ["hang"] } });
  const answer = await ask({ slaMs: 3_000 });
  expect(answer).toMatchObject({ endpoint: BETA, insideSla: true, latencyMs: 2_100 });
  expect(eventsOf(events, "attempt-started").map(({ timeoutMs }) => timeoutMs)).toEqual([
    2_000, 1_000,
  ]);
});

test("no time is kept back where that would leave a call less than its own p95", async () => {
  const { ask, events } = createSampleRouter();
  await ask({ slaMs: 1_999 });
  expect(eventsOf(events, "attempt-started")[0]?.timeoutMs).toBe(1_999);
});

test("time is kept back for a lower rung too", async () => {
  const [quick, ...others] = POLICY.routes;
  const limits = { ...quick.limits, qualityFloor: 0.93 };
  const { ask, events } = createSampleRouter({
    script: { [GAMMA]: ["hang"] },
    policy: {
      routes: [{ ...quick, limits }, ...others],
      ladder: { ...POLICY.ladder, constrained: { tierDown: 1, qualityFloorLower: 0.1 } },
    },
  });
  expect(await ask({ slaMs: 6_000 })).toMatchObject({ rung: "constrained", endpoint: ALPHA });
  expect(eventsOf(events, "attempt-started")[0]).toMatchObject({
    endpoint: GAMMA,
    timeoutMs: 5_000,
  });
});

test("the policy's own timeout binds a call that has more time", async () => {
  const timeouts = { total: "1500ms" };
  const { ask, events } = createSampleRouter({
    script: { [ALPHA]: ["hang"] },
    policy: { defaults: { timeouts } },
  });
  expect((await ask()).endpoint).toBe(BETA);
  expect(eventsOf(events, "attempt-ended")[0]).toMatchObject({
    outcome: "timeout",
    latencyMs: 1_500,
  });
});

test("when every provider hangs, the static answer comes at exactly the deadline", async () => {
  for (const slaMs of [1_000, 1_234.567, 4_000, 10_000]) {
    const { ask } = createSampleRouter({
      script: { [ALPHA]: ["hang"], [BETA]: ["hang"], [GAMMA]: ["hang"] },
    });
    const answer = await ask({ slaMs });
    expect(answer).toMatchObject({
      text: "Please try again later.",
      retryAfterMs: 300_000,
      rung: "static",
      degraded: true,
      insideSla: true,
      latencyMs: slaMs,
      why: { code: "deadline" },
    });
    expect(answer.why.message).toContain(`Of the ${slaMs} ms`);
    expect(answer.why.message).toContain(`${ALPHA}: timeout`);
    expect(answer).not.toHaveProperty("endpoint");
  }
});

test("a ledger that takes all the time lets no call through", async () => {
  const { ask, models, events } = slowLedger(3_000);
  expect(await ask({ slaMs: 2_000 })).toMatchObject({ rung: "static", why: { code: "deadline" } });
  expect(models.calls).toEqual([]);
  expect(eventsOf(events, "budget-released")).toHaveLength(1);
});

test("a ledger that takes its time takes it from what was kept back, not from the call's p95", async () => {
  const { ask, events } = slowLedger(500);
  await ask({ slaMs: 2_000 });
  expect(eventsOf(events, "attempt-started")[0]?.timeoutMs).toBe(1_500);
});

function slowLedger(reserveMs: number): SampleRouter {
  const ledger = createMemoryLedger();
  const sample: SampleRouter = createSampleRouter({
    ledger: {
      ...ledger,
      reserve: async (request) => {
        await sample.clock.sleep(reserveMs);
        return await ledger.reserve(request);
      },
    },
  });
  return sample;
}

test("the last digit of a float is no time left", () => {
  const live = { nowMs: 0.3 };
  expect(remainingMs({ deadlineAtMs: 0.1 + 0.2 }, live)).toBe(0);
  expect(remainingMs({ deadlineAtMs: 0.302 }, live)).toBe(0.002);
});

test("time too short for any endpoint that is left ends the ask before the deadline", async () => {
  const { ask } = createSampleRouter({ script: { [ALPHA]: [{ fail: "auth", afterMs: 900 }] } });
  expect(await ask({ slaMs: 1_800 })).toMatchObject({ latencyMs: 900, why: { code: "deadline" } });
});

test("a ladder without static rung ends in an error that tells the time and the calls", async () => {
  const { ask, events } = createSampleRouter({ script: { [ALPHA]: ["hang"] } });
  const error = await ask({ intent: "write", slaMs: 2_000 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeadlineExceededError);
  expect(error).toMatchObject({
    slaMs: 2_000,
    attempts: [{ endpoint: ALPHA, outcome: "timeout" }],
  });
  expect(eventsOf(events, "ask-failed")).toMatchObject([
    { code: "deadline-exceeded", latencyMs: 2_000, attempts: 1 },
  ]);
});

test("a call that was cut off is paid by the estimate of its input", async () => {
  const { ask, events } = createSampleRouter({ script: { [ALPHA]: ["hang"] } });
  const answer = await ask();
  expect(answer.attempts[0]).toMatchObject({ outcome: "timeout", costMicroUsd: 7 });
  expect(eventsOf(events, "budget-settled")[0]).toMatchObject({ source: "estimate" });
});
