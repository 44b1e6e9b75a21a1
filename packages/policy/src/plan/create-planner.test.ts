import type { Bundle, Plan, RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foundingBundle, foundingRequest, NOON_MS } from "../explain/arbitraries.ts";
import { anInstant, aRequestOf } from "../request/arbitraries.ts";
import { aBundle } from "./arbitraries.ts";
import { createPlanner } from "./create-planner.ts";
import { plan } from "./plan.ts";
import { thresholdsOf } from "./thresholds.ts";

/** A plan without the operands of its rejections: what requests of one cell must agree on. */
const outcome = ({ rungs, ...rest }: Plan): unknown => ({
  ...rest,
  rungs: rungs.map(({ rung, endpoints, rejections }) => ({
    rung,
    endpoints,
    rejections: rejections.map(({ endpoint, via, reasons }) => ({
      endpoint,
      via,
      rules: reasons.map(({ code, pointer }) => `${code} ${pointer}`),
    })),
  })),
});

const someAsks = aBundle().chain((bundle) =>
  fc.tuple(
    fc.constant(bundle),
    fc.array(fc.tuple(aRequestOf(bundle), anInstant()), { minLength: 1, maxLength: 8 }),
  ),
);

const [bundle, request] = sampleOf();
function sampleOf(): readonly [Bundle, RequestClass] {
  for (const [wild, [ask]] of fc.sample(someAsks, { numRuns: 500, seed: 3 })) {
    if (ask === undefined) continue;
    const plain = { ...ask[0], overrides: {} };
    if (plan(wild, plain, ask[1]).rungs.some(({ rejections }) => rejections.length > 0)) {
      return [wild, plain];
    }
  }
  throw new Error("expected a bundle that rejects something");
}

test("a remembered plan is the plan itself but for operands of its rejections", () => {
  fc.assert(
    fc.property(someAsks, ([wild, asks]) => {
      const planner = createPlanner(wild);

      for (const [ask, epochMs] of asks) {
        expect(outcome(planner(ask, epochMs))).toEqual(outcome(plan(wild, ask, epochMs)));
      }
    }),
    { numRuns: 150 },
  );
});

test("requests that differ by a little around the bundle's own numbers get their own plans", () => {
  const nearby = aBundle().chain((wild) => {
    const models = Object.values(wild.catalog.models);
    const p95s = models.map(({ latency }) => latency.msP95);
    const windows = models.flatMap(({ contextTokens }) =>
      [100, 200, 400, 500, 1_500].map((output) => contextTokens - output),
    );
    const nudge = fc.constantFrom(-1, -0.001, 0, 0.001, 1);
    const near = (values: readonly number[]): fc.Arbitrary<number> =>
      fc.tuple(fc.constantFrom(...values), nudge).map(([value, by]) => value + by);
    const asks = aRequestOf(wild).chain((ask) =>
      fc
        .tuple(near([...p95s, 2_000, 5_000.5]), near(windows).map(Math.round))
        .map(([slaMs, contextTokens]) =>
          Object.assign({}, ask, { overrides: {}, slaMs, contextTokens }),
        ),
    );
    return fc.tuple(fc.constant(wild), fc.array(asks, { minLength: 2, maxLength: 12 }));
  });

  fc.assert(
    fc.property(nearby, anInstant(), ([wild, asks], epochMs) => {
      const planner = createPlanner(wild);

      for (const ask of asks) {
        expect(outcome(planner(ask, epochMs))).toEqual(outcome(plan(wild, ask, epochMs)));
      }
    }),
    { numRuns: 200 },
  );
});

test("whatever was asked before, a request gets its own plan, at any spend and day", () => {
  const someCells = aBundle().chain((wild) => {
    const { slaMs, contextTokens } = thresholdsOf(wild);
    const aCell = fc.record({
      slaMs: fc.constantFrom(0.5, ...slaMs),
      contextTokens: fc.constantFrom(...contextTokens, 1e9),
    });
    const anAsk = fc
      .tuple(aRequestOf(wild), aCell)
      .map(([ask, cell]) => Object.assign({}, ask, cell, { overrides: {} }));
    const cells = fc.array(fc.tuple(aCell, anInstant(), fc.nat({ max: 3 })), { minLength: 60 });
    return fc.tuple(fc.constant(wild), fc.array(anAsk, { minLength: 2, maxLength: 2 }), cells);
  });
  fc.assert(
    fc.property(someCells, ([wild, asks, cells]) => {
      const planner = createPlanner(wild);
      for (const [cell, epochMs, tierDown] of cells)
        for (const ask of asks)
          expect(planner({ ...ask, ...cell }, epochMs, tierDown).rungs).toMatchObject(
            plan(wild, { ...ask, ...cell }, epochMs, tierDown).rungs.map(({ endpoints }) => ({
              endpoints,
            })),
          );
    }),
    { numRuns: 25 },
  );
});

test("requests of one cell share one plan, those of the first cell too", () => {
  const first = createPlanner(foundingBundle());
  expect(first(foundingRequest(), NOON_MS)).toBe(first(foundingRequest(), NOON_MS));
  const planner = createPlanner(bundle);

  expect(planner({ ...request, slaMs: 50_000.5 }, NOON_MS + 60_000)).toBe(
    planner({ ...request, slaMs: 50_000 }, NOON_MS),
  );
});

test.each([{ only: ["a"] }, { exclude: ["a"] }, { costMicroUsdMax: 0 }, { noFallback: true }])(
  "a request with the override %j is planned afresh",
  (overrides) => {
    const planner = createPlanner(bundle);
    const plain = planner(request, NOON_MS);

    expect(planner({ ...request, overrides }, NOON_MS)).not.toBe(plain);
    expect(planner({ ...request, overrides: { noFallback: false } }, NOON_MS)).toBe(plain);
  },
);

test("a route that looks at slaMs is left at exactly its limit", () => {
  const planner = createPlanner(foundingBundle());
  const routeAt = (slaMs: number) => planner(foundingRequest({ slaMs }), NOON_MS).route;

  expect([routeAt(1_999.999), routeAt(2_000), routeAt(1_999.999)]).toEqual([
    "fast",
    "reasoning",
    "fast",
  ]);
});

test("the oldest cell is forgotten when there is no room", () => {
  const planner = createPlanner(foundingBundle(), 2);
  const ask = (intent: string): Plan => planner(foundingRequest({ intent }), NOON_MS);
  const oldest = ask("faq");
  const newer = ask("summarize");

  ask("plan-workflow");

  expect(ask("summarize")).toBe(newer);
  expect(ask("faq")).not.toBe(oldest);
});

test("a request with a value outside the domains is planned afresh", () => {
  const planner = createPlanner(foundingBundle());

  for (const change of [{ intent: "a" }, { workload: "a" }, { residency: "constructor" }]) {
    const ask = foundingRequest(change);
    expect(planner(ask, NOON_MS)).not.toBe(planner(ask, NOON_MS));
    expect(planner(ask, NOON_MS)).toEqual(plan(foundingBundle(), ask, NOON_MS));
  }
});
