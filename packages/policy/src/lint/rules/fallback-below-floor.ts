import type { Policy, RequestClass, Route } from "@switchyard/contract";
import type { LintContext, LintRule, RuleFinding } from "../lint-rule.ts";
import { sharedClasses, type SharedClasses } from "../shared-classes.ts";

/** R09: a fallback with a lower floor makes a raised floor lower what is delivered. */
export const fallbackBelowFloor: LintRule = {
  id: "R09",
  severity: "error",
  summary: "A fallback's quality floor is below its route's.",
  explanation:
    "When a route's floor is raised, candidates below it drop out, and what is left comes from " +
    "the fallback. If the fallback's floor is lower, raising the route's floor lowers the quality " +
    "of some answers. Raise the fallback's floor to the route's. Where a worse answer is better " +
    "than none, say so with the rung `constrained`: it lowers the floor by a stated amount, and " +
    "the answer says that it is degraded.",
  find: (context) =>
    context.policy.routes.flatMap((route) => {
      const lower = firstLower(route, context.policy.routes);
      return lower === undefined ? [] : [toFinding(route, lower, context)];
    }),
};

interface LowerFallback {
  readonly fallback: Route;
  readonly shared: SharedClasses;
}

/** The first route down the fallbacks that takes some of the same and asks for less. */
function firstLower(route: Route, routes: readonly Route[]): LowerFallback | undefined {
  const floor = floorOf(route);
  let next = route.fallback;
  for (const _step of routes) {
    const fallback = routes.find(({ id }) => id === next);
    if (fallback === undefined) return undefined;
    const shared = sharedClasses(route, fallback);
    if (shared !== undefined && floorOf(fallback) < floor) return { fallback, shared };
    next = fallback.fallback;
  }
  return undefined;
}

/** An unmeasured floor lets everything through. */
function floorOf({ limits }: Route): number {
  return limits.qualityFloor === "unmeasured" ? 0 : limits.qualityFloor;
}

function toFinding(
  route: Route,
  { fallback, shared }: LowerFallback,
  { policy }: LintContext,
): RuleFinding {
  const { qualityFloor } = fallback.limits;
  const effect = `raising the floor of \`${route.id}\` can lower delivered quality`;
  const witness = witnessOf(route, shared, policy);
  return {
    document: "policy",
    path: ["routes", fallback.index, "limits", "qualityFloor"],
    about: route.id,
    message: `fallback \`${fallback.id}\` has floor ${qualityFloor}, below ${floorOf(route)} of route \`${route.id}\`: ${effect}`,
    fix: `qualityFloor: ${floorOf(route)}`,
    ...(witness && { witness }),
  };
}

/** A request that both routes take, at the route's own limits. */
function witnessOf(
  { match, limits, requires }: Route,
  { intents, risks }: SharedClasses,
  { domains }: Policy,
): RequestClass | undefined {
  const [intent] = intents;
  const [risk] = risks;
  const [workload] = Object.keys(domains.workloads);
  if (intent === undefined || risk === undefined || workload === undefined) return undefined;
  const { segment, locale, residency } = domains.defaults;
  const slaMs = Math.min(limits.latencyMsMax, (match?.slaMsBelow ?? Infinity) - 1);
  return {
    intent,
    risk,
    segment: memberOr(match?.segments, segment),
    locale: memberOr(match?.locales, locale),
    residency: memberOr(match?.residencies, residency),
    slaMs: Math.max(1, slaMs),
    contextTokens: requires.contextTokensMin,
    workload,
    capabilities: requires.capabilities,
    overrides: {},
  };
}

function memberOr(taken: readonly string[] | undefined, usual: string): string {
  return taken === undefined || taken.includes(usual) ? usual : (taken[0] ?? usual);
}
