import type { Bundle, RequestClass, Route } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { routeChain } from "../plan/match-route.ts";
import { makeFinding, type Analysis, type Claim } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { createContexts, routeAtSla } from "./build-diagram.ts";
import { matchRestriction } from "./match-restriction.ts";

/** One limit of a route, and the route without it. */
interface Threshold {
  readonly path: readonly string[];
  readonly value: number | string;
  readonly without: Route;
}

/**
 * Limits of routes that change no class when they are taken away. A limit of a route matters only
 * to requests that come to the route, so only their part of the diagram is built again; equal parts
 * have equal ids.
 *
 * @param onProgress told after each route: how many are done, of how many
 */
export function findDeadThresholds(
  analysis: Analysis,
  onProgress: (done: number, of: number) => void,
): readonly AnalysisFinding[] {
  const { diagram } = analysis;
  const { routes } = analysis.bundle.policy;
  const inUse = routesInUse(analysis);
  return routes.flatMap((route, done) => {
    const findings = (inUse.has(route.id) ? thresholdsOf(route) : []).flatMap((threshold) => {
      if (changesAny(analysis, threshold.without)) return [];
      return (
        makeFinding(
          analysis,
          claimOf(route, threshold),
          matchRestriction(diagram, route.match),
          () => true,
        ) ?? []
      );
    });
    onProgress(done + 1, routes.length);
    return findings;
  });
}

/** Routes that take a class or are a fallback: every limit of another one is without effect. */
function routesInUse({ bundle, diagram, counts }: Analysis): ReadonlySet<string> {
  const taking = [...counts.keys()].flatMap((leaf) => diagram.outcome(leaf).route ?? []);
  const fallbacks = bundle.policy.routes.flatMap(({ fallback }) => fallback ?? []);
  const inService = bundle.policy.routes.filter(
    ({ internal, lifecycle, match }) => !internal && lifecycle !== "retired" && match !== undefined,
  );
  const used = new Set([...taking, ...fallbacks]);
  return new Set(inService.flatMap(({ id }) => (used.has(id) ? id : [])));
}

function claimOf(route: Route, { path, value }: Threshold): Claim {
  return {
    kind: "dead-threshold",
    message: `\`${path.join(".")}\` of route \`${route.id}\` (${value}) has no effect: no request is planned otherwise without it`,
    pointer: pointerOf(["routes", route.index, ...path]),
    routes: [route.id],
    have: value,
  };
}

/**
 * Whether some class is planned otherwise when one route is changed. Only classes whose route is
 * the changed one, or falls back to it, can be.
 */
function changesAny({ bundle, diagram, day, parts }: Analysis, changed: Route): boolean {
  const after = withRoute(bundle, changed);
  const contextOf = createContexts(diagram, after, day);
  return parts.some(({ request, routes, bySla }) => {
    if (!takesClass(changed, request)) return false;
    const chosen = routes.map((route) => (route.id === changed.id ? changed : route));
    const depending = new Set(
      chosen.filter((route) => routeChain(after.policy, route, request).includes(changed)),
    );
    if (depending.size === 0) return false;
    return diagram.values.slaMs.some((slaMs, at) => {
      const route = routeAtSla(chosen, slaMs);
      if (route === undefined || !depending.has(route)) return false;
      return contextOf(route, request).atSla(at) !== bySla[at];
    });
  });
}

function takesClass({ match }: Route, { intent, risk }: RequestClass): boolean {
  return match?.intents.includes(intent) === true && match.risks.includes(risk);
}

/** Limits that bar something in principle; one that is already as loose as can be is none. */
function thresholdsOf(route: Route): readonly Threshold[] {
  const { limits, requires, match } = route;
  const loosened = (change: Partial<Route["limits"]>): Route => ({
    ...route,
    limits: { ...limits, ...change },
  });
  const { qualityFloor } = limits;
  const list: Threshold[] = [
    {
      path: ["limits", "latencyMax"],
      value: `${limits.latencyMsMax} ms`,
      without: loosened({ latencyMsMax: Number.MAX_SAFE_INTEGER }),
    },
    {
      path: ["limits", "costPerTaskMax"],
      value: `${limits.costPerTaskMicroUsdMax} micro-dollars`,
      without: loosened({ costPerTaskMicroUsdMax: Number.MAX_SAFE_INTEGER }),
    },
  ];
  if (qualityFloor !== "unmeasured") {
    const without = loosened({ qualityFloor: "unmeasured" });
    list.push({ path: ["limits", "qualityFloor"], value: qualityFloor, without });
  }
  if (requires.contextTokensMin > 0) {
    list.push({
      path: ["requires", "contextTokensMin"],
      value: requires.contextTokensMin,
      without: { ...route, requires: { ...requires, contextTokensMin: 0 } },
    });
  }
  if (requires.capabilities.length > 0) {
    list.push({
      path: ["requires", "capabilities"],
      value: requires.capabilities.join(", "),
      without: { ...route, requires: { ...requires, capabilities: [] } },
    });
  }
  if (match?.slaMsBelow !== undefined) {
    const { slaMsBelow, ...rest } = match;
    const without = { ...route, match: rest };
    list.push({ path: ["match", "slaBelow"], value: `${slaMsBelow} ms`, without });
  }
  return list;
}

function withRoute(bundle: Bundle, changed: Route): Bundle {
  const routes = bundle.policy.routes.map((route) => (route.id === changed.id ? changed : route));
  return { ...bundle, policy: { ...bundle.policy, routes } };
}
