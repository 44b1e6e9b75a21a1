import type { PolicyInput } from "@switchyard/contract";
import { createCostSink } from "@switchyard/journal";
import { createMemoryLedger } from "@switchyard/ledger";
import { describe, expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  type SampleOptions,
  type SampleRouter,
} from "../../test/sample-router.ts";

const SPEND = {
  burnAlerts: [{ window: "1m", longWindow: "5m", rate: 12 }],
  levels: [
    { from: "50%", defer: true },
    { from: "60%", tierDown: 1 },
    { from: "90%", throttle: { order: ["quick"], shareMin: "0%" } },
  ],
  hysteresis: "5%",
} as const satisfies NonNullable<PolicyInput["spend"]>;

/** A router whose day has so much of its dollar left, and lists the dear model first. */
function routerWith(spentMicroUsd: number, options: SampleOptions = {}): SampleRouter {
  const [quick, ...others] = POLICY.routes;
  const dearFirst = { ...quick, candidates: quick.candidates.toReversed() };
  const ledger = createMemoryLedger({ opening: { day: spentMicroUsd } });
  const policy = { spend: SPEND, routes: [dearFirst, ...others] };
  return createSampleRouter({ policy, ledger, ...options });
}

/** The first ask reads the ledger, and goes by what was known before. */
async function warm(sample: SampleRouter): Promise<void> {
  await sample.ask({ intent: "write" });
}

describe("as a budget runs out", () => {
  test("asks that can wait are put off before any other gives way", async () => {
    const sample = routerWith(520_000);
    await warm(sample);
    const patient = await sample.ask({ deferrable: true });
    expect(patient).toMatchObject({
      rung: "static",
      retryAfterMs: 300_000,
      why: {
        code: "deferred",
        message: "Budget day is short, and the ask says that it can wait.",
      },
    });
    expect(await sample.ask()).toMatchObject({
      endpoint: "gamma/strong#us",
      why: { code: "first-choice" },
    });
    expect(sample.models.calls).toHaveLength(2);
  });

  test("the best tier is given up, and the answer and the explanation say so", async () => {
    const sample = routerWith(650_000);
    await warm(sample);
    const answer = await sample.ask();
    expect(answer).toMatchObject({ rung: "full", why: { code: "spend" } });
    expect(answer.endpoint).not.toBe("gamma/strong#us");
    const { rungs } = sample.router.explain({
      intent: "faq",
      risk: "low",
      slaMs: 9_000,
      input: "Why?",
    });
    expect(rungs[0]?.rejections).toMatchObject([
      {
        endpoint: { id: "gamma/strong#us" },
        reasons: [{ code: "tier-above-cap", pointer: "/spend/levels" }],
      },
    ]);
  });

  test("what the tier that was taken would have cost is told once, where it was the first choice", async () => {
    const sample = routerWith(650_000);
    await warm(sample);
    const { askId, endpoint } = await sample.ask();
    const [lowered, ...others] = eventsOf(sample.events, "tier-lowered");
    expect(lowered).toMatchObject({ askId, tiers: 1, from: "gamma/strong#us", to: endpoint });
    expect(lowered?.fromMicroUsd).toBeGreaterThan(lowered?.toMicroUsd ?? Infinity);
    expect(others).toEqual([]);
    // The list begins with a model of a lower tier, so nothing is taken from this ask.
    const cheapFirst = routerWith(650_000, { policy: { spend: SPEND } });
    await warm(cheapFirst);
    await cheapFirst.ask();
    expect(eventsOf(cheapFirst.events, "tier-lowered")).toEqual([]);
  });

  test("routes are throttled by the policy's order, and never one that it does not name", async () => {
    const sample = routerWith(920_000);
    await warm(sample);
    for (let ask = 0; ask < 40; ask += 1) await sample.ask();
    await sample.clock.finish(sample.clock.sleep(1_000));
    await sample.ask();
    const throttled = await sample.ask();
    expect(throttled).toMatchObject({ rung: "static", why: { code: "throttled" } });
    expect(throttled.why.message).toMatch(
      /^Budget day is short: [01]% of the asks of route quick are let in\.$/,
    );
    expect(await sample.ask({ intent: "write" })).toMatchObject({ rung: "full" });
    expect(eventsOf(sample.events, "throttle-changed")).toMatchObject([
      { route: "quick", budget: "day", to: "throttled" },
    ]);
  });

  test("levels are told when they are entered, with the money", async () => {
    const sample = routerWith(650_000);
    await warm(sample);
    expect(eventsOf(sample.events, "spend-level-changed")).toMatchObject([
      { budget: "day", from: 0, to: 2, spentMicroUsd: 650_000, capMicroUsd: 1_000_000 },
    ]);
  });
});

test("a route without a static rung throws what money is missing", async () => {
  const levels = [{ from: "50%", defer: true }] as const;
  const ledger = createMemoryLedger({ opening: { day: 600_000 } });
  const sample = createSampleRouter({ policy: { spend: { ...SPEND, levels } }, ledger });
  await warm(sample);
  await expect(sample.ask({ intent: "write", deferrable: true })).rejects.toMatchObject({
    code: "budget-exhausted",
    budgetId: "day",
  });
  expect(eventsOf(sample.events, "ask-failed")).toMatchObject([{ why: "deferred" }]);
});

test("costs say what a tier was given up for, beside the route's floor", async () => {
  const sample = routerWith(650_000, { costs: createCostSink() });
  await warm(sample);
  await sample.ask();
  const { savings, total } = sample.router.costs();
  const floors = eventsOf(sample.events, "policy-loaded")[0]?.qualityFloors ?? {};
  expect(savings).toMatchObject([{ control: "tier-down", route: "quick", asks: 1, answered: 1 }]);
  expect(savings[0]?.qualityFloor).toBe(floors["quick"] ?? null);
  expect(savings[0]?.savedMicroUsd).toBeGreaterThan(0);
  expect(savings[0]?.costMicroUsd).toBeLessThan(total.spentMicroUsd);
});

test("a ledger that cannot be read leaves asks as they were", async () => {
  const ledger = createMemoryLedger({ opening: { day: 950_000 } });
  const blind = { ...ledger, snapshot: () => Promise.reject(new Error("away")) };
  const sample = routerWith(0, { ledger: blind });
  await warm(sample);
  expect(await sample.ask({ deferrable: true })).toMatchObject({ endpoint: "gamma/strong#us" });
});

test("the budget of a provider takes no tier from the others", async () => {
  const ledger = createMemoryLedger({ opening: { alpha: 480_000 } });
  const sample = routerWith(0, { ledger });
  await warm(sample);
  expect(await sample.ask()).toMatchObject({ endpoint: "gamma/strong#us" });
  expect(eventsOf(sample.events, "spend-level-changed")).toMatchObject([{ budget: "alpha" }]);
});
