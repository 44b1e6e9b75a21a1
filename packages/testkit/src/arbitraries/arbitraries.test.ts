import { decide, createPlanner, loadPolicy, validateRequest } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE } from "../fixtures/sample-bundle.ts";
import { breachesOf } from "../invariants/invariants.ts";
import { play } from "../play/play.ts";
import { budgets } from "./budgets.ts";
import { decisionStates } from "./decision-states.ts";
import { eventTraces } from "./event-traces.ts";
import { faultPlans } from "./fault-plans.ts";
import { policies } from "./policies.ts";
import { requestClasses } from "./request-classes.ts";
import { requests } from "./requests.ts";
import { scenarios } from "./scenarios.ts";
import { workloads } from "./workloads.ts";

/** What a property that always fails is shrunk to. */
function smallest<Value>(values: fc.Arbitrary<Value>): Value | undefined {
  const property = fc.property<[Value]>(values, () => false);
  const run = fc.check(property, { seed: 3 });
  return run.counterexample?.[0];
}

/** The sample's policy and a few generated ones. */
const generated = fc.sample(policies({ routesMax: 2 }), { numRuns: 4, seed: 1 });
const someBundles = fc.constantFrom(SAMPLE, ...generated);

function overBundles<Value>(
  valuesOf: (bundle: typeof SAMPLE) => fc.Arbitrary<Value>,
  hold: (bundle: typeof SAMPLE, value: Value) => void,
): void {
  const cases = someBundles.chain((bundle) => fc.tuple(fc.constant(bundle), valuesOf(bundle)));
  fc.assert(
    fc.property(cases, ([bundle, value]) => hold(bundle, value)),
    { numRuns: 40 },
  );
}

test("requests are valid by their policy", () => {
  overBundles(requests, ({ bundle }, request) => {
    expect(validateRequest(bundle.policy, request)).toEqual([]);
  });
});

test("classes and states are planned and decided, and some leave an endpoint and some none", () => {
  const seen = new Set<boolean>();
  const both = (bundle: typeof SAMPLE) =>
    fc.tuple(requestClasses(bundle), decisionStates(bundle.bundle));
  overBundles(both, ({ bundle }, [request, state]) => {
    const { rungs } = createPlanner(bundle)(request, 0);
    for (const rung of rungs) seen.add(decide(rung, state, 2).endpoints.length > 0);
  });
  expect(seen).toEqual(new Set([true, false]));
});

test("budgets are taken by their policy in place of its own", () => {
  overBundles(budgets, ({ policy }, drawn) => {
    const changed = loadPolicy({ ...policy.document, budgets: drawn });
    expect(changed.policy.budgets.map(({ id }) => id)).toEqual(drawn.map(({ id }) => id));
  });
});

const SCENARIO = {
  schema: "switchyard/scenario/v1",
  name: "workload",
  title: "A workload",
  description: "A generated workload in a healthy world.",
  seed: 1,
  start: "2026-11-24T12:00:00Z",
  faults: [],
  expect: [{ metric: "violations", is: "== 0" }],
} as const;

test("workloads, listed and recorded, are rehearsed without a breach", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(workloads(SAMPLE, { requestsMax: 5 }), async (workload) => {
      const trace = await play({ bundle: SAMPLE, scenario: { ...SCENARIO, workload } });
      kinds.add(workload.trace ?? "listed");
      expect(breachesOf(trace)).toEqual([]);
      expect(Object.keys(trace.asks ?? {}).length).toBeGreaterThan(0);
    }),
    { numRuns: 3, examples: [[{ trace: "azure-2023-code", requests: 3 }]] },
  );
  expect(kinds).toContain("azure-2023-code");
});

test("event traces are as a right router writes them: every invariant holds", () => {
  const ends = new Set<string>();
  overBundles(eventTraces, (_, trace) => {
    expect(breachesOf(trace)).toEqual([]);
    for (const event of trace.events) {
      if (event.type === "ask-answered") ends.add(event.why);
      if (event.type === "ask-failed") ends.add(event.code);
    }
  });
  expect([...ends]).toEqual(expect.arrayContaining(["first-choice", "fallback", "no-endpoint"]));
});

test("an event trace without its settlements is caught", () => {
  const traces = eventTraces(SAMPLE).filter(({ events }) =>
    events.some((event) => event.type === "budget-settled" && event.amountMicroUsd > 0),
  );
  fc.assert(
    fc.property(traces, (trace) => {
      const events = trace.events.filter(({ type }) => type !== "budget-settled");
      const broken = breachesOf({ ...trace, events }).map(({ invariant }) => invariant);
      expect(broken).toEqual(expect.arrayContaining(["reservations-end-once", "spend-adds-up"]));
    }),
    { numRuns: 20 },
  );
});

test("what fails is shrunk to what can be read", () => {
  const quiet = { intent: "faq", risk: "low" };
  expect(smallest(requests(SAMPLE))).toEqual({
    ...quiet,
    slaMs: 9_000,
    input: "What is a mortgage?",
  });
  expect(smallest(requestClasses(SAMPLE))).toEqual({
    ...quiet,
    segment: "all",
    locale: "any",
    residency: "any",
    slaMs: 9_000,
    contextTokens: 1,
    workload: "small",
    capabilities: [],
    overrides: {},
  });
  const well = { breakers: {}, held: {}, attempts: {}, absent: {}, latencyMsP95: {} };
  expect(smallest(decisionStates(SAMPLE.bundle))).toEqual({ ...well, remainingMs: 60_000 });
  const day = { id: "budget-0", scope: "all", window: "day", timezone: "UTC", cap: "$50" };
  expect(smallest(budgets(SAMPLE))).toEqual([{ ...day, alerts: [], onLedgerDown: "fail-closed" }]);
  expect(smallest(faultPlans(SAMPLE.bundle))).toEqual([]);
  expect(smallest(workloads(SAMPLE))?.asks).toHaveLength(1);
  expect(smallest(scenarios(SAMPLE))).toMatchObject({ workload: { asks: [{}] }, faults: [] });
  expect(smallest(eventTraces(SAMPLE))?.events.map(({ type }) => type)).toEqual([
    "ask-received",
    "route-decided",
    "budget-reserved",
    "attempt-started",
    "attempt-ended",
    "answer-judged",
    "budget-settled",
    "ask-answered",
  ]);
});
