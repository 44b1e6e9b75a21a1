import type { Policy, RequestClass, Route, RouteMatch } from "@switchyard/contract";

/**
 * The first route that takes the request. Internal routes serve gates and retired ones nobody.
 * Undefined: no route; a later match is never tried for want of candidates.
 */
export function matchRoute(policy: Policy, request: RequestClass): Route | undefined {
  return policy.routes.find(
    (route) =>
      isInService(route) && route.match !== undefined && takesRequest(route.match, request),
  );
}

/**
 * The routes that take the request at some `slaMs`, in order, up to the first that takes it at
 * any: the first of them whose `slaMsBelow` is above the request's is its match.
 */
export function matchingRoutes(policy: Policy, request: RequestClass): readonly Route[] {
  const routes: Route[] = [];
  for (const route of policy.routes) {
    if (!isInService(route) || route.match === undefined) continue;
    if (!takesNames(route.match, request)) continue;
    routes.push(route);
    if (route.match.slaMsBelow === undefined) break;
  }
  return routes;
}

/**
 * The routes whose candidates are tried, in order: the route, its fallback, its fallback's
 * fallback. One that does not take the request's intent and risk, or is retired or internal,
 * gives no candidates, and its own fallback follows. Ends at the first repeat.
 */
export function routeChain(policy: Policy, route: Route, request: RequestClass): readonly Route[] {
  const visited = new Set<string>();
  const chain: Route[] = [];
  let next: Route | undefined = route;
  while (next !== undefined && !visited.has(next.id)) {
    visited.add(next.id);
    if (isInService(next) && takesClass(next.match, request)) chain.push(next);
    const fallback: string | null = next.fallback;
    next = fallback === null ? undefined : policy.routes.find(({ id }) => id === fallback);
  }
  return chain;
}

function isInService(route: Route): boolean {
  return !route.internal && route.lifecycle !== "retired";
}

function takesRequest(match: RouteMatch, request: RequestClass): boolean {
  return (
    takesNames(match, request) &&
    (match.slaMsBelow === undefined || request.slaMs < match.slaMsBelow)
  );
}

/** Whether a route takes everything of a request but its `slaMs`. */
function takesNames(match: RouteMatch, request: RequestClass): boolean {
  return (
    takesClass(match, request) &&
    takes(match.segments, request.segment) &&
    takes(match.locales, request.locale) &&
    takes(match.residencies, request.residency)
  );
}

function takesClass(match: RouteMatch | undefined, { intent, risk }: RequestClass): boolean {
  return match !== undefined && match.intents.includes(intent) && match.risks.includes(risk);
}

function takes(values: readonly string[] | undefined, value: string): boolean {
  return values === undefined || values.includes(value);
}
