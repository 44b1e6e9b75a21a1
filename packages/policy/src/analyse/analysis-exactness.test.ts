import {
  FAILURE_DOMAINS,
  type Bundle,
  type Plan,
  type Route,
  type RequestClass,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchRoute } from "../plan/match-route.ts";
import { plan } from "../plan/plan.ts";
import { NOON_MS } from "../request/arbitraries.ts";
import { createAnalysis } from "./create-analysis.ts";
import { leafOf, type Analysis } from "./analysis.ts";
import { aSmallBundle } from "./arbitraries.ts";
import { requestOf } from "./class-fields.ts";
import { coldCuts } from "./cold-cuts.ts";
import { domainsOf } from "./failure-domains.ts";
import { reachOf } from "./find-compliance.ts";
import { classesOf, positionsOf } from "./fixtures/classes-of.ts";
import { findDeadThresholds } from "./find-dead-thresholds.ts";
import { findCoverageGaps, findDeadCandidates, findShadowedRoutes } from "./find-coverage.ts";

const endpointsIn = ({ rungs }: Plan) => rungs.flatMap(({ endpoints }) => endpoints);

/** A plan without its rejections. */
const outcomeOf = ({ route, rungs }: Plan): string =>
  JSON.stringify([route, rungs.map(({ endpoints }) => endpoints)]);

/** What planning every class one by one comes to. */
function bruteForce(analysis: Analysis) {
  const { bundle, diagram } = analysis;
  const routes = new Set<string>();
  const matchable = new Set<string>();
  const alive = new Set<string>();
  const reach = new Map<string, Set<string>>();
  const cuts = new Map<string, bigint>();
  const differing: unknown[] = [];
  const alone = bundle.policy.routes.map((route) => ({ ...bundle.policy, routes: [route] }));
  const said = new Map(
    [...analysis.counts.keys()].map((leaf) => {
      const { route, rungs } = diagram.outcome(leaf);
      const words = [route ?? null, rungs.map(({ endpoints }) => endpoints)];
      return [leaf, JSON.stringify(words)] as const;
    }),
  );
  const cutsOf = new Map<string, readonly string[]>();
  let gaps = 0n;
  for (const at of positionsOf(diagram.sizes)) {
    const request: RequestClass = requestOf(diagram.values, at);
    const planned = plan(bundle, request, NOON_MS);
    const outcome = outcomeOf(planned);
    if (said.get(leafOf(diagram, analysis.root, at)) !== outcome)
      differing.push([request, outcome]);
    for (const [index, policy] of alone.entries()) {
      const { id } = bundle.policy.routes[index] ?? { id: "" };
      if (!matchable.has(id) && matchRoute(policy, request) !== undefined) matchable.add(id);
    }
    if (planned.route === null) {
      if (planned.gapReason === undefined) gaps += 1n;
      continue;
    }
    routes.add(planned.route);
    const endpoints = endpointsIn(planned);
    const pair = `${request.risk} ${request.residency}`;
    const reached = reach.get(pair) ?? new Set();
    for (const { id, via, model } of endpoints) {
      alive.add(`${via} ${model}`);
      reached.add(id);
    }
    reach.set(pair, reached);
    const found = cutsOf.get(outcome) ?? naiveCuts(analysis, endpoints);
    cutsOf.set(outcome, found);
    for (const cut of found) cuts.set(cut, (cuts.get(cut) ?? 0n) + 1n);
  }
  return { routes, matchable, alive, reach, cuts, gaps, differing };
}

/** Every pair and single of domains is tried; those that a smaller one explains are left out. */
function naiveCuts(
  { bundle }: Analysis,
  endpoints: ReturnType<typeof endpointsIn>,
): readonly string[] {
  if (endpoints.length === 0) return [];
  const homes = endpoints.map((endpoint) => domainsOf(bundle.catalog, endpoint, FAILURE_DOMAINS));
  const all = [...new Set(homes.flat())].toSorted();
  const kills = (lost: readonly string[]): boolean =>
    homes.every((home) => home.some((domain) => lost.includes(domain)));
  const singles = all.filter((domain) => kills([domain]));
  const pairs = all.flatMap((one, at) =>
    all.slice(at + 1).flatMap((other) => (kills([one, other]) ? [[one, other]] : [])),
  );
  return [
    ...singles,
    ...pairs
      .filter((pair) => !pair.some((domain) => singles.includes(domain)))
      .map((pair) => pair.join("\n")),
  ];
}

test("coverage, shadowing, compliance and cuts are what planning every class one by one gives", () => {
  let served = 0;
  fc.assert(
    fc.property(aSmallBundle(), (bundle) => {
      const analysis = createAnalysis(bundle, NOON_MS);
      const brute = bruteForce(analysis);
      const { routes } = bundle.policy;
      if (brute.alive.size > 0) served += 1;

      expect(brute.differing).toEqual([]);
      const [gap] = findCoverageGaps(analysis);
      expect(gap?.classes ?? 0n).toBe(brute.gaps);
      const shadowed = findShadowedRoutes(analysis).map((finding) => finding.routes[0]);
      expect(shadowed).toEqual(
        routes.flatMap(({ id }) => (brute.matchable.has(id) && !brute.routes.has(id) ? [id] : [])),
      );
      const dead = findDeadCandidates(analysis).flatMap((finding) =>
        finding.models.map((model) => `${finding.routes[0]} ${model}`),
      );
      expect(dead.filter((name) => brute.alive.has(name))).toEqual([]);
      expect(dead.toSorted()).toEqual(
        routes
          .filter(({ id }) => brute.routes.has(id))
          .flatMap(({ id, candidates }) => candidates.map((model) => `${id} ${model}`))
          .filter((name) => !brute.alive.has(name))
          .toSorted(),
      );
      for (const { risk, residency, endpoints } of reachOf(analysis)) {
        const reached = brute.reach.get(`${risk} ${residency}`) ?? new Set();
        expect(endpoints).toEqual([...reached].toSorted());
      }
      const cuts = coldCuts(analysis, 2).map(({ lose, classes }) => [lose.join("\n"), classes]);
      expect(new Map(cuts.map(([lose, classes]) => [lose, classes]))).toEqual(brute.cuts);
    }),
    { numRuns: 300 },
  );
  expect(served).toBeGreaterThan(30);
});

test("a limit is found to be without effect exactly when no class is planned otherwise without it", () => {
  let dead = 0;
  let alive = 0;
  fc.assert(
    fc.property(aSmallBundle().map(withTightLimits), (bundle) => {
      const analysis = createAnalysis(bundle, NOON_MS);
      const findings = findDeadThresholds(analysis, () => {});
      const classes = [...classesOf(bundle)].map(
        (request) => [request, outcomeOf(plan(bundle, request, NOON_MS))] as const,
      );
      const [id] = [...analysis.counts.keys()].flatMap(
        (leaf) => analysis.diagram.outcome(leaf).route ?? [],
      );
      const route = bundle.policy.routes.find((one) => one.id === id);
      if (route === undefined) return;
      for (const [pointer, limits] of [
        [`/routes/${route.index}/limits/latencyMax`, { latencyMsMax: 1e9 }],
        [`/routes/${route.index}/limits/costPerTaskMax`, { costPerTaskMicroUsdMax: 2 ** 53 - 1 }],
      ] as const) {
        const loose = { ...route, limits: { ...route.limits, ...limits } };
        const loosened = withRoutes(bundle, (one) => (one.id === route.id ? loose : one));
        const isDead = classes.every(
          ([request, before]) => outcomeOf(plan(loosened, request, NOON_MS)) === before,
        );
        if (isDead) dead += 1;
        else alive += 1;
        expect(findings.some((finding) => finding.pointer === pointer)).toBe(isDead);
      }
    }),
    // The seed holds the two counts below; another one may draw few limits of a kind.
    { numRuns: 40, seed: 5 },
  );
  expect(dead).toBeGreaterThan(5);
  expect(alive).toBeGreaterThan(5);
});

function withRoutes(bundle: Bundle, change: (route: Route) => Route): Bundle {
  return {
    ...bundle,
    policy: { ...bundle.policy, routes: bundle.policy.routes.map((route) => change(route)) },
  };
}

function withTightLimits(bundle: Bundle): Bundle {
  const limits = { latencyMsMax: 4_000, qualityFloor: 0.6, costPerTaskMicroUsdMax: 100_000 };
  return withRoutes(bundle, (route) => ({ ...route, limits }));
}
