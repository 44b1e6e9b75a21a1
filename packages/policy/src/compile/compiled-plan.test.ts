import { CAPABILITIES, type Bundle, type Plan, type RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aSmallBundle } from "../analyse/arbitraries.ts";
import { createPlanner } from "../plan/create-planner.ts";
import { plan } from "../plan/plan.ts";
import { thresholdsOf } from "../plan/thresholds.ts";
import { NOON_MS } from "../request/arbitraries.ts";
import { aLargeBundle, createDraw, someRequest } from "./arbitraries.ts";

/** A request right at each threshold, and one past all of them. */
function* classesOf(bundle: Bundle): Generator<RequestClass> {
  const { domains } = bundle.policy;
  const thresholds = thresholdsOf(bundle);
  for (const intent of domains.intents)
    for (const risk of domains.risks)
      for (const segment of domains.segments)
        for (const residency of domains.residencies)
          for (const workload of Object.keys(domains.workloads))
            for (const slaMs of [0.5, ...thresholds.slaMs])
              for (const contextTokens of [...thresholds.contextTokens, 1e9])
                for (let bits = 0; bits < 8; bits += 1)
                  yield {
                    intent,
                    risk,
                    segment,
                    locale: "en",
                    residency,
                    workload,
                    slaMs,
                    contextTokens,
                    capabilities: CAPABILITIES.filter((_, at) => (bits >> at) % 2 === 1),
                    overrides: {},
                  };
}

/** Without rejections, which are counted from the plan afresh. */
const outcome = ({ rungs, ...rest }: Plan): string =>
  JSON.stringify([rest, rungs.map(({ rung, endpoints }) => [rung, endpoints])]);

test("on every class of small policies the compiled plan is the plan", () => {
  let classes = 0;
  for (const bundle of fc.sample(aSmallBundle(), { numRuns: 40, seed: 11 })) {
    const planner = createPlanner(bundle, 64);
    for (const request of classesOf(bundle)) {
      classes += 1;
      expect(outcome(planner(request, NOON_MS))).toBe(outcome(plan(bundle, request, NOON_MS)));
    }
  }
  expect(classes).toBeGreaterThan(5_000);
});

test("on random requests of large policies the compiled plan is the plan", () => {
  let served = 0;
  for (const size of [
    { routes: 6, models: 8 },
    { routes: 50, models: 40 },
    { routes: 200, models: 100 },
  ]) {
    const bundle = aLargeBundle(size);
    const planner = createPlanner(bundle);
    const draw = createDraw(size.routes);
    for (let count = 0; count < 500; count += 1) {
      const request = someRequest(bundle, draw);
      const spendTierDown = count % 3;
      const reference = plan(bundle, request, NOON_MS, spendTierDown);
      const compiled = planner(request, NOON_MS, spendTierDown);
      expect(outcome(compiled)).toBe(outcome(reference));
      if (compiled.rungs.some(({ endpoints }) => endpoints.length > 0)) served += 1;
    }
  }
  expect(served).toBeGreaterThan(150);
});
