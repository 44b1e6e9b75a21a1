import type { Policy, Route, RouteMatch } from "@switchyard/contract";

/** The words of a request that decide its route, but for the time its caller waits. */
export interface ClassWords {
  readonly intent: string;
  readonly risk: string;
  readonly segment: string;
  readonly locale: string;
  readonly residency: string;
}

/** A route that takes such requests when their callers wait so long. */
export interface RouteVisit {
  readonly route: Route;
  readonly slaMs: number;
}

/**
 * The routes that requests of these words reach, each with the time their callers wait: the one
 * the policy's `contingency.nominal` names, else the route's latency limit. It is moved as far as
 * the routes' `slaBelow` asks: under the route's own, and at or above those of earlier routes,
 * which would take the request otherwise. A route that no such time reaches is left out.
 */
export function routeVisits(policy: Policy, words: ClassWords): readonly RouteVisit[] {
  const visits: RouteVisit[] = [];
  let slaMsMin = 1;
  for (const route of policy.routes) {
    if (route.match === undefined || route.internal || route.lifecycle === "retired") continue;
    if (!takes(route.match, words)) continue;
    const { slaMsBelow } = route.match;
    const nominalMs = policy.contingency?.nominal.slaMs[route.id] ?? route.limits.latencyMsMax;
    const slaMs = Math.max(slaMsMin, Math.min(nominalMs, (slaMsBelow ?? Infinity) - 1));
    if (slaMsBelow === undefined) return [...visits, { route, slaMs }];
    if (slaMs < slaMsBelow) visits.push({ route, slaMs });
    slaMsMin = Math.max(slaMsMin, slaMsBelow);
  }
  return visits;
}

function takes(match: RouteMatch, words: ClassWords): boolean {
  return (
    match.intents.includes(words.intent) &&
    match.risks.includes(words.risk) &&
    (match.segments?.includes(words.segment) ?? true) &&
    (match.locales?.includes(words.locale) ?? true) &&
    (match.residencies?.includes(words.residency) ?? true)
  );
}
