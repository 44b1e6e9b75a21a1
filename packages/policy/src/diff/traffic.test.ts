import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createAnalysis } from "../analyse/create-analysis.ts";
import { leafOf } from "../analyse/analysis.ts";
import { aSmallBundle } from "../analyse/arbitraries.ts";
import { plan } from "../plan/plan.ts";
import { aRequestOf, NOON_MS } from "../request/arbitraries.ts";
import { supportBundle, SUPPORT_MS } from "./fixtures/support-bundle.ts";
import { makeDiff } from "./make-diff.ts";
import { weighTraffic, type TrafficRow } from "./traffic.ts";

const aBundleWithRequests = aSmallBundle().chain((bundle) =>
  fc.tuple(fc.constant(bundle), fc.array(aRequestOf(bundle), { maxLength: 8 })),
);

test("a request weighs on the outcome that it is planned to", () => {
  fc.assert(
    fc.property(aBundleWithRequests, ([bundle, requests]) => {
      const { diagram, root } = createAnalysis(bundle, NOON_MS);
      for (const { overrides: _, ...request } of requests) {
        const { weights, foreign } = weighTraffic(diagram, root, [{ ...request, weight: 3 }]);
        if (foreign.size > 0) continue;
        const [[leaf = 0, weight] = []] = weights;
        const planned = plan(bundle, { ...request, overrides: {} }, NOON_MS);
        expect([weights.size, weight]).toEqual([1, 3]);
        expect(diagram.outcome(leaf).route ?? null).toBe(planned.route);
        expect(diagram.outcome(leaf).rungs.map(({ endpoints }) => endpoints)).toEqual(
          planned.rungs.map(({ endpoints }) => endpoints),
        );
      }
    }),
  );
});

test("a row that leaves fields open weighs as all rows that fill them in, a share each", () => {
  fc.assert(
    fc.property(aBundleWithRequests, ([bundle, requests]) => {
      const { diagram, root } = createAnalysis(bundle, NOON_MS);
      const [request] = requests;
      if (request === undefined) return;
      const { intent, risk } = request;
      const open = weighTraffic(diagram, root, [{ weight: 1, intent, risk }]);
      if (open.foreign.size > 0) return;
      const [, , ...sizes] = diagram.sizes;
      const all = sizes.reduce((product, size) => product * size, 1);
      const counted = new Map<number, number>();
      const { values } = diagram;
      const prefix = [values.intent.indexOf(intent), values.risk.indexOf(risk)];
      for (let index = 0; index < all; index += 1) {
        let left = index;
        const at = [...prefix];
        for (const size of sizes) {
          at.push(left % size);
          left = Math.floor(left / size);
        }
        const leaf = leafOf(diagram, root, at);
        counted.set(leaf, (counted.get(leaf) ?? 0) + 1 / all);
      }
      expect(new Set(open.weights.keys())).toEqual(new Set(counted.keys()));
      for (const [leaf, weight] of open.weights) {
        expect(weight).toBeCloseTo(counted.get(leaf) ?? 0, 9);
      }
    }),
    { numRuns: 30 },
  );
});

test("traffic decides what share changes, and rows of undeclared names are told", () => {
  const rows: readonly TrafficRow[] = [
    { weight: 90, intent: "extract", risk: "low" },
    { weight: 10, intent: "faq", risk: "low", slaMs: 2_000, contextTokens: 500, capabilities: [] },
    { weight: 5, intent: "poetry" },
  ];
  const { diff } = makeDiff(supportBundle(0.8).bundle, supportBundle(0.82).bundle, {
    atMs: SUPPORT_MS,
    traffic: rows,
  });

  expect(diff.changedShare).toBeCloseTo(0.1);
  expect(diff.weighting).toMatchObject({
    kind: "traffic",
    weight: 100,
    foreign: { "intent poetry": 5 },
    openFields: expect.arrayContaining(["slaMs", "workload"]),
  });
  const weighed = diff.groups.filter(({ share }) => share > 0);
  expect(weighed).toHaveLength(1);
  expect(weighed[0]?.after.first).toMatchObject({ model: "google/gemini-3.5-flash-lite" });
});
