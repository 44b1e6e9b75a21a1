import type { AskAnsweredEvent, AskFailedEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import type { Check } from "../../scenario/scenario.ts";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { deriveMix } from "../../workload/derive-mix.ts";
import { createBudgetWatch } from "./budget-watch.ts";
import type { Measures, ScopeMeasure } from "./check-fold.ts";
import { judgeChecks, ROUTE_REQUESTS_MIN, type JudgeContext } from "./judge-checks.ts";
import { NO_RECOVERIES } from "./recovery-watch.ts";
import { NO_ASKS, tallyEnd, type ScopeTally } from "./scope-tally.ts";

const { bundle } = shippedBundle("starter.yaml");
const mix = deriveMix(bundle, { epochMs: Date.UTC(2026, 10, 24) });
const OUTAGE: ScheduledFault = {
  id: "outage",
  type: "net.refused",
  fromMs: 0,
  untilMs: 1000,
  target: { provider: "openai" },
};
const CONTEXT: JudgeContext = { bundle, mix, faults: [OUTAGE] };
const BALANCES = createBudgetWatch(bundle.policy, { day: 20_000_000 }, 0).initial;

function aCheck(changes: Partial<Check> = {}): Check {
  return {
    index: 0,
    metric: "availability",
    unit: "share",
    comparison: ">=",
    bound: 0.9,
    scope: { kind: "fault", fault: "outage" },
    perRoute: true,
    written: { metric: "availability", is: ">= 90%" },
    ...changes,
  };
}

type End = Pick<AskAnsweredEvent, "why"> | Pick<AskFailedEvent, "code"> | "served" | "late";

function tallyOf(ends: readonly End[]): ScopeTally {
  const base = {
    atMs: 0,
    bundle: "",
    askId: "r-1",
    taskId: "r-1",
    latencyMs: 5,
    costMicroUsd: 7,
    attempts: 1,
  };
  const answer = {
    ...base,
    type: "ask-answered",
    route: "x",
    slaMs: 9,
    unmeasured: false,
  } as const;
  return ends.reduce<ScopeTally>((tally, end) => {
    if (typeof end === "string") {
      const insideSla = end === "served";
      const served = { rung: "full", endpoint: "a/b#c", insideSla, why: "first-choice" } as const;
      return tallyEnd(tally, { ...answer, ...served }, false);
    }
    if ("code" in end)
      return tallyEnd(tally, { ...base, type: "ask-failed", code: end.code, message: "" }, false);
    return tallyEnd(tally, { ...answer, rung: "static", insideSla: true, why: end.why }, false);
  }, NO_ASKS);
}

function scopeOf(byRoute: Readonly<Record<string, readonly End[]>>): ScopeMeasure {
  const routes = Object.entries(byRoute);
  return {
    total: tallyOf(routes.flatMap(([, ends]) => ends)),
    byRoute: new Map(routes.map(([route, ends]) => [route, tallyOf(ends)])),
  };
}

function judge(check: Check, scope: ScopeMeasure, context: JudgeContext = CONTEXT) {
  const measures: Measures = { scopes: [scope], balances: BALANCES, recoveries: NO_RECOVERIES };
  const [outcome] = judgeChecks([check], measures, context);
  if (outcome === undefined) throw new Error("One check has one outcome.");
  return outcome;
}

const served = (count: number): readonly End[] => Array.from({ length: count }, () => "served");
const unserved = (count: number, why: AskAnsweredEvent["why"]): readonly End[] =>
  Array.from({ length: count }, () => ({ why }));

test("a route whose every candidate is the lost provider's is named, with the place to mend it", () => {
  const scope = scopeOf({ fast: served(100), rest: unserved(50, "no-endpoint") });
  expect(judge(aCheck(), scope)).toMatchObject({
    status: "failed",
    measured: 0,
    requests: 150,
    worst: { route: "rest", measured: 0, requests: 50, holds: false },
    routes: [
      { route: "fast", measured: 1, holds: true },
      { route: "rest", measured: 0, holds: false },
    ],
    advice: [
      {
        route: "rest",
        pointer: "/routes/1/candidates",
        message:
          "Route rest can use openai only, and fault outage took that away: " +
          "add a candidate of another provider.",
      },
    ],
  });
});

test("classes of a route that lose everything are told by what sets them apart", () => {
  const onlyEu = mix.classes.map((traffic) =>
    traffic.route === "fast" && traffic.intent === "faq"
      ? { ...traffic, residency: "eu", endpoints: traffic.endpoints.slice(0, 2) }
      : traffic,
  );
  const scope = scopeOf({ fast: [...served(60), ...unserved(40, "no-endpoint")] });
  const { advice } = judge(aCheck(), scope, { ...CONTEXT, mix: { ...mix, classes: onlyEu } });
  expect(advice).toEqual([
    {
      route: "fast",
      pointer: "/routes/0/candidates",
      message:
        "Route fast can use openai only for residency eu, and fault outage took that away: " +
        "add a candidate of another provider.",
    },
  ]);
});

test("without a lost provider the commonest cause says what to do and where", () => {
  const cases: readonly (readonly [readonly End[], string, RegExp])[] = [
    [unserved(30, "deadline"), "/routes/0/candidates", /30 of 30 .* ran out of time/],
    [Array.from({ length: 30 }, () => "late"), "/routes/0/candidates", /ran out of time/],
    [unserved(30, "budget"), "/budgets", /met an exhausted budget/],
    [unserved(30, "attempts-exhausted"), "/defaults/attempts", /used up their attempts/],
    [
      Array.from({ length: 30 }, () => ({ code: "ladder-exhausted" })),
      "/routes/0/candidates",
      /no endpoint left/,
    ],
    [Array.from({ length: 30 }, () => ({ code: "odd" })), "/routes/0/candidates", /ended in odd/],
  ];
  for (const [ends, pointer, message] of cases) {
    const { advice } = judge(aCheck(), scopeOf({ fast: ends }), { ...CONTEXT, faults: [] });
    expect(advice).toEqual([{ route: "fast", pointer, message: expect.stringMatching(message) }]);
  }
});

test("a fault is not blamed for what happened before it", () => {
  const scope = scopeOf({ rest: unserved(50, "deadline") });
  const baseline = aCheck({ scope: { kind: "phase", phase: "baseline" } });
  expect(judge(baseline, scope).advice[0]?.message).toMatch(/50 of 50 .* ran out of time/);
  expect(judge(aCheck({ scope: { kind: "all" } }), scope).advice[0]?.message).toMatch(
    /fault outage/,
  );
});

test("a route with few asks is not judged by itself", () => {
  const few = unserved(ROUTE_REQUESTS_MIN - 1, "deadline");
  const scope = scopeOf({ fast: served(100), rest: few });
  expect(judge(aCheck(), scope)).toMatchObject({ status: "passed", measured: 1 });
  expect(judge(aCheck(), scopeOf({ rest: few }))).toMatchObject({
    status: "not-measured",
    note: "No route had 20 asks in it; 19 came in all.",
  });
});

test("a check over all routes is measured of all asks, and names the worst route", () => {
  const scope = scopeOf({ fast: served(80), rest: [...served(10), ...unserved(10, "deadline")] });
  const outcome = judge(aCheck({ perRoute: false, bound: 0.95 }), scope);
  expect(outcome).toMatchObject({
    status: "failed",
    measured: 0.9,
    worst: { route: "rest", measured: 0.5 },
  });
  expect(outcome.advice.map(({ route }) => route)).toEqual(["rest"]);
});

test("a check of one route looks at that route alone", () => {
  const scope = scopeOf({ fast: served(80), rest: unserved(30, "deadline") });
  const outcome = judge(aCheck({ perRoute: false, route: "fast" }), scope);
  expect(outcome).toMatchObject({ status: "passed", measured: 1, requests: 80 });
  expect(outcome.routes.map(({ route }) => route)).toEqual(["fast"]);
});

test("where less is better the worst route is the one with most", () => {
  const scope = scopeOf({ fast: served(30), rest: unserved(30, "deadline") });
  const check = aCheck({ metric: "degraded-share", comparison: "<=", bound: 0.1 });
  expect(judge(check, scope)).toMatchObject({
    status: "failed",
    measured: 1,
    worst: { route: "rest" },
  });
});

test("nothing to measure is neither passed nor failed", () => {
  expect(judge(aCheck({ perRoute: false }), scopeOf({}))).toMatchObject({
    status: "not-measured",
    measured: null,
    note: "No ask came while fault outage was in force.",
  });
  const scope = scopeOf({ rest: unserved(30, "deadline") });
  const p95 = aCheck({
    metric: "p95",
    unit: "duration",
    comparison: "<=",
    bound: 9,
    perRoute: false,
  });
  expect(judge(p95, scope).note).toBe("No model answered, so there is nothing to measure.");
});

test("a budget's spend is a share of its cap, opening included; a budget the policy lacks is no failure", () => {
  const check = aCheck({
    metric: "spend",
    comparison: "<=",
    bound: 0.4,
    budget: "@total",
    perRoute: false,
  });
  expect(judge(check, scopeOf({}))).toMatchObject({ status: "passed", measured: 0.4 });
  expect(judge({ ...check, bound: 0.3 }, scopeOf({}))).toMatchObject({
    status: "failed",
    advice: [{ pointer: "/budgets/0" }],
  });
  expect(judge({ ...check, budget: "weekly" }, scopeOf({}))).toMatchObject({
    status: "not-measured",
    note: "The policy has no budget weekly.",
  });
});

test("whatever is measured, an outcome passes exactly when its bound holds", () => {
  const comparison = fc.constantFrom(
    ">=" as const,
    "<=" as const,
    ">" as const,
    "<" as const,
    "==" as const,
  );
  fc.assert(
    fc.property(comparison, fc.nat(40), fc.nat(40), fc.nat(10), (sign, good, bad, tenths) => {
      fc.pre(good + bad > 0);
      const bound = tenths / 10;
      const scope = scopeOf({ fast: [...served(good), ...unserved(bad, "deadline")] });
      const value = good / (good + bad);
      const isMet = {
        ">=": value >= bound,
        "<=": value <= bound,
        ">": value > bound,
        "<": value < bound,
        "==": value === bound,
      }[sign];
      const { status } = judge(aCheck({ comparison: sign, bound, perRoute: false }), scope);
      expect(status).toBe(isMet ? "passed" : "failed");
    }),
  );
});
