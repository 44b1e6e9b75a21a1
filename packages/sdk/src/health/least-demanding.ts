import type { Policy, RequestClass, Route } from "@switchyard/contract";

/**
 * The least demanding request that a route takes: its first intent and risk, the policy's defaults
 * where the route takes them, the smallest workload, no capability, and as much time as the route
 * allows a candidate. Undefined for an internal route.
 */
export function leastDemanding(
  { domains }: Pick<Policy, "domains">,
  { match, limits }: Route,
): RequestClass | undefined {
  const [intent] = match?.intents ?? [];
  const [risk] = match?.risks ?? [];
  if (match === undefined || intent === undefined || risk === undefined) return undefined;
  const [smallest] = Object.entries(domains.workloads).toSorted(
    ([, left], [, right]) => left.inputTokens - right.inputTokens,
  );
  const { segment, locale, residency } = domains.defaults;
  return {
    intent,
    risk,
    segment: taken(match.segments, segment),
    locale: taken(match.locales, locale),
    residency: taken(match.residencies, residency),
    slaMs: Math.min(limits.latencyMsMax, (match.slaMsBelow ?? Number.POSITIVE_INFINITY) - 1),
    contextTokens: 0,
    workload: smallest?.[0] ?? "",
    capabilities: [],
    overrides: {},
  };
}

/** The default where the route takes it, else the first value that it takes. */
function taken(values: readonly string[] | undefined, byDefault: string): string {
  if (values === undefined || values.includes(byDefault)) return byDefault;
  return values[0] ?? byDefault;
}
