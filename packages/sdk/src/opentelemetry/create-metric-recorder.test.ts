import type { PolicyInput } from "@switchyard/contract";
import { expect, test } from "vitest";
import { pointsOf } from "../../test/collected-telemetry.ts";
import { POLICY } from "../../test/sample-bundle.ts";
import { FAILS_OVER, ONCE_EACH, traceRouter } from "../../test/traced-router.ts";
import type { Script } from "../../test/scripted-models.ts";
import { METRICS } from "./metric-names.ts";

test("count asks, attempts, time, tokens and money by route, rung, kind and provider", async () => {
  const { ask, metrics } = traceRouter(FAILS_OVER, ONCE_EACH);
  await ask();
  await ask({ intent: "rest" });
  const all = await metrics();
  const call = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "quick" };
  const alpha = { ...call, "gen_ai.provider.name": "alpha" };
  const beta = { ...call, "gen_ai.provider.name": "beta" };

  expect(pointsOf(all, "switchyard.asks")).toEqual([
    {
      attributes: {
        "switchyard.route": "quick",
        "switchyard.rung": "full",
        "switchyard.outcome": "full",
        "switchyard.inside_sla": true,
      },
      value: 1,
    },
    { attributes: { "switchyard.outcome": "failed", "error.type": "route-refused" }, value: 1 },
  ]);
  expect(pointsOf(all, "switchyard.ask.duration")[0]).toMatchObject({
    attributes: { "switchyard.route": "quick", "switchyard.outcome": "full" },
    count: 1,
    sum: 0.65,
  });
  expect(pointsOf(all, "gen_ai.client.operation.duration")).toMatchObject([
    { attributes: { ...alpha, "error.type": "overloaded" }, count: 1, sum: 0.25 },
    { attributes: beta, count: 1, sum: 0.4 },
  ]);
  expect(pointsOf(all, "gen_ai.client.token.usage")).toMatchObject([
    { attributes: { ...beta, "gen_ai.token.type": "input" }, count: 1, sum: 100 },
    { attributes: { ...beta, "gen_ai.token.type": "output" }, count: 1, sum: 50 },
  ]);
  expect(pointsOf(all, "switchyard.attempts")).toEqual([
    {
      attributes: {
        "switchyard.route": "quick",
        "gen_ai.provider.name": "alpha",
        "gen_ai.request.model": "quick",
        "switchyard.outcome": "overloaded",
        "switchyard.attempt.kind": "first",
      },
      value: 1,
    },
    {
      attributes: {
        "switchyard.route": "quick",
        "gen_ai.provider.name": "beta",
        "gen_ai.request.model": "quick",
        "switchyard.outcome": "ok",
        "switchyard.attempt.kind": "fallback",
      },
      value: 1,
    },
  ]);
  expect(pointsOf(all, "switchyard.spend.micro_usd")).toEqual([
    {
      attributes: {
        "switchyard.route": "quick",
        "gen_ai.provider.name": "beta",
        "gen_ai.request.model": "quick",
      },
      value: 600,
    },
  ]);
});

test("the time to the first chunk is that of streams alone", async () => {
  const { ask, stream, metrics, spans } = traceRouter({
    "alpha/quick#us": [{ text: "one two", afterMs: 250, wordMs: 100 }],
  });
  await ask();
  await stream();
  const [first, ...rest] = pointsOf(await metrics(), "gen_ai.client.operation.time_to_first_chunk");
  expect(first).toMatchObject({
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "quick",
      "gen_ai.provider.name": "alpha",
    },
    count: 1,
    sum: 0.25,
  });
  expect(rest).toEqual([]);
  const told = spans().flatMap(
    ({ attributes }) => attributes["gen_ai.response.time_to_first_chunk"] ?? [],
  );
  expect(told).toEqual([0.25]);
});

test("every instrument has the kind, unit and attributes it states", async () => {
  const { ask, metrics } = traceRouter(FAILS_OVER, ONCE_EACH);
  await ask();
  const all = await metrics();
  expect(all.length).toBeGreaterThan(4);
  for (const { descriptor, dataPoints } of all) {
    const stated = Object.values(METRICS).find(({ name }) => name === descriptor.name);
    expect(descriptor).toMatchObject({
      unit: stated?.unit,
      description: stated?.description,
      type: stated?.kind.toUpperCase(),
    });
    for (const { attributes } of dataPoints)
      expect(stated?.attributes).toEqual(expect.arrayContaining(Object.keys(attributes)));
  }
});

test("histograms have the buckets that the conventions advise", async () => {
  const { ask, metrics } = traceRouter(FAILS_OVER, ONCE_EACH);
  await ask();
  const all = await metrics();
  const [duration] = pointsOf(all, "gen_ai.client.operation.duration");
  expect(duration?.boundaries).toEqual([
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ]);
  const [tokens] = pointsOf(all, "gen_ai.client.token.usage");
  expect(tokens?.boundaries).toEqual(Array.from({ length: 14 }, (_, power) => 4 ** power));
});

test("count breakers that change and budgets that have no room", async () => {
  const budgets: PolicyInput["budgets"] = [
    { id: "all", cap: "$1", window: "day", timezone: "UTC" },
    { id: "beta", cap: "$0.000001", scope: { provider: "beta" }, window: "rolling-1h" },
  ];
  const { ask, metrics } = traceRouter({ "alpha/quick#us": [{ fail: "auth" }] }, { budgets });
  await ask();
  const all = await metrics();
  expect(pointsOf(all, "switchyard.breaker.changes")).toEqual([
    {
      attributes: {
        "switchyard.endpoint": "alpha/quick#us",
        "switchyard.breaker.from": "closed",
        "switchyard.breaker.to": "open",
      },
      value: 1,
    },
  ]);
  expect(pointsOf(all, "switchyard.budget.denials")).toEqual([
    { attributes: { "switchyard.route": "quick", "switchyard.budget": "beta" }, value: 1 },
  ]);
});

test("count rungs that close, and budgets that begin to save and to turn asks away", async () => {
  const policy: Partial<PolicyInput> = {
    budgets: [{ id: "day", cap: "$0.02", window: "day", timezone: "UTC" }],
    ladder: { ...POLICY.ladder, hysteresis: { enterAfterFailures: 1, leaveAfter: "1m" } },
    spend: {
      burnAlerts: [],
      levels: [
        { from: "1%", defer: true },
        { from: "2%", throttle: { order: ["quick"], shareMin: "0%" } },
      ],
      hysteresis: "1%",
    },
  };
  // The books are read once a second.
  const refused = { fail: "refusal", afterMs: 1_100 } as const;
  const script: Script = {
    "alpha/quick#us": [{ usage: { outputTokens: 500 }, afterMs: 1_100 }, refused],
    "beta/quick#us": [refused],
    "gamma/strong#us": [refused],
  };
  const { ask, metrics } = traceRouter(script, policy);
  for (let asks = 0; asks < 3; asks += 1) await ask();
  const all = await metrics();
  expect(pointsOf(all, "switchyard.rung.changes")).toContainEqual({
    attributes: {
      "switchyard.route": "quick",
      "switchyard.rung": "full",
      "switchyard.rung.to": "closed",
    },
    value: 1,
  });
  expect(pointsOf(all, "switchyard.spend.level.changes")).toEqual([
    {
      attributes: {
        "switchyard.budget": "day",
        "switchyard.spend.level.from": 0,
        "switchyard.spend.level.to": 2,
      },
      value: 1,
    },
  ]);
  expect(pointsOf(all, "switchyard.throttle.changes")).toEqual([
    {
      attributes: {
        "switchyard.route": "quick",
        "switchyard.budget": "day",
        "switchyard.throttle.to": "throttled",
      },
      value: 1,
    },
  ]);
});
