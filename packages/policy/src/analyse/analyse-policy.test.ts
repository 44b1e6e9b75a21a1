import type { Bundle, PlannedEndpoint } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foundingBundle, foundingRequest, foundingWithRoute } from "../explain/arbitraries.ts";
import { shippedLock, shippedSource } from "../load/arbitraries.ts";
import { createBundle } from "../load/create-bundle.ts";
import { loadCatalog } from "../load/load-catalog.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { decide } from "../plan/decide.ts";
import { plan } from "../plan/plan.ts";
import { NOON_MS } from "../request/arbitraries.ts";
import { aLargeBundle } from "../compile/arbitraries.ts";
import { analysePolicy, type AnalysisProgress } from "./analyse-policy.ts";
import { aSmallBundle } from "./arbitraries.ts";
import { NodeBudgetError } from "./node-budget-error.ts";

const ids = (endpoints: readonly PlannedEndpoint[]): readonly string[] =>
  endpoints.map(({ id }) => id);

/** The rungs of a witness, planned and decided once more. */
function rungsOf(bundle: Bundle, { request, atMs, state }: WitnessOf): readonly unknown[] {
  return plan(bundle, request, atMs).rungs.map((rung) => ({
    rung: rung.rung,
    endpoints: ids(state === undefined ? rung.endpoints : decide(rung, state, 2).endpoints),
  }));
}
type WitnessOf = ReturnType<typeof analysePolicy>["findings"][number]["witness"];

test("every witness of a finding or a cut, planned and decided again, is what it says", () => {
  let seen = 0;
  fc.assert(
    fc.property(aSmallBundle(), (bundle) => {
      const { findings, coldCuts } = analysePolicy(bundle, { atMs: NOON_MS });

      for (const { witness, classes } of [...findings, ...coldCuts]) {
        seen += 1;
        expect(rungsOf(bundle, witness)).toEqual(witness.rungs);
        expect(classes).toBeGreaterThan(0n);
      }
    }),
    { numRuns: 100 },
  );
  expect(seen).toBeGreaterThan(300);
});

test("a cut takes every endpoint, and any part of it leaves one", () => {
  let pairs = 0;
  fc.assert(
    fc.property(aSmallBundle(), (bundle) => {
      const analysis = analysePolicy(bundle, { atMs: NOON_MS, thresholds: false });

      for (const { lose, witness } of analysis.coldCuts) {
        expect(witness.rungs.flatMap(({ endpoints }) => endpoints)).toEqual([]);
        const all = plan(bundle, witness.request, NOON_MS).rungs.flatMap(
          ({ endpoints }) => endpoints,
        );
        const [one = "", other] = lose;
        pairs += other === undefined ? 0 : 1;
        const left = (lost: string): boolean => all.some((planned) => !isIn(bundle, planned, lost));
        expect(lose.length === 1 || (left(one) && left(other ?? ""))).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
  expect(pairs).toBeGreaterThan(20);
});

function isIn(bundle: Bundle, { model, provider, region }: PlannedEndpoint, domain: string) {
  const [kind, name = ""] = domain.split(/:(.*)/s);
  const edge = bundle.catalog.sharedEdges[name] ?? [];
  return (
    (kind === "model" && name === model) ||
    (kind === "provider" && name === provider) ||
    (kind === "region" && name === region) ||
    (kind === "provider/region" && name === `${provider}/${region}`) ||
    (kind === "sharedEdge" && edge.includes(provider))
  );
}

test("raising a floor that sends requests to a weaker fallback is found, and its witness shows it", () => {
  const withFallback = (qualityFloor: number): Bundle => {
    const base = foundingBundle();
    const fast = base.policy.routes.find(({ id }) => id === "fast");
    if (fast === undefined) throw new Error("no fast route");
    const weak = { ...fast.limits, qualityFloor: 0.1 } as const;
    const { index } = base.policy.routes.find(({ id }) => id === "reasoning") ?? { index: -1 };
    const last = foundingWithRoute(index, { candidates: fast.candidates, limits: weak }, base);
    return foundingWithRoute(
      fast.index,
      { fallback: "reasoning", limits: { ...fast.limits, qualityFloor } },
      last,
    );
  };
  const weaker = (bundle: Bundle) =>
    analysePolicy(bundle, { atMs: NOON_MS, thresholds: false }).findings.filter(
      ({ kind }) => kind === "weaker-fallback",
    );

  expect(weaker(withFallback(0.1))).toEqual([]);
  const [found] = weaker(withFallback(0.999));
  expect(found).toMatchObject({ routes: ["fast", "reasoning"], have: 0.1, need: 0.999 });
  const request = found?.witness.request ?? foundingRequest();
  const [first] = plan(withFallback(0.999), request, NOON_MS).rungs[0]?.endpoints ?? [];
  expect(first?.via).toBe("reasoning");
  expect(first?.quality).toBeLessThan(0.999);
});

test("after the timeout of a first call nothing of another provider is left of a slow failover", () => {
  const { findings } = analysePolicy(aLargeBundle({ routes: 50, models: 40 }), {
    atMs: NOON_MS,
    thresholds: false,
  });
  const slow = findings.filter(({ kind }) => kind === "hot-failover-too-slow");

  expect(slow.length).toBeGreaterThan(0);
  for (const { have, need, witness } of slow) {
    expect(Number(need)).toBeGreaterThan(Number(have));
    expect(witness.request.slaMs).toBe(have);
    expect(witness.rungs.flatMap(({ endpoints }) => endpoints)).toEqual([]);
  }
});

test("an analysis over its node budget has no result, and names the field responsible", () => {
  const bundle = aLargeBundle({ routes: 50, models: 40 });

  expect(() => analysePolicy(bundle, { atMs: NOON_MS, nodesMax: 100 })).toThrow(NodeBudgetError);
  expect(() => analysePolicy(bundle, { atMs: NOON_MS, nodesMax: 100 })).toThrow(
    /more than 100 nodes.*`(slaMs|capabilities|contextTokens)`/,
  );
});

test("the shipped policy has no gap and no shadowed route, and its analysis tells how far it is", () => {
  const catalog = loadCatalog(shippedSource("catalog.yaml"), shippedLock());
  const { bundle } = createBundle(loadPolicy(shippedSource("policy.yaml")), catalog);
  const steps: AnalysisProgress[] = [];
  const analysis = analysePolicy(bundle, { atMs: NOON_MS, onProgress: (step) => steps.push(step) });

  const kinds = new Set(analysis.findings.map(({ kind }) => kind));
  expect(kinds.has("coverage-gap") || kinds.has("shadowed-route")).toBe(false);
  expect(analysis.classes).toBeGreaterThan(100_000n);
  expect(steps.at(-1)).toEqual({ step: "thresholds", done: 5, of: 5 });
});
