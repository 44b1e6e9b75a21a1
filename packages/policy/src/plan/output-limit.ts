import type { ModelRung, Policy, Route } from "@switchyard/contract";

/**
 * The greatest number of output tokens of an answer on a rung through a route: the smaller of
 * the route's limit and the rung's. A route without limit has the largest workload's output.
 */
export function outputTokensLimit(policy: Policy, route: Route, rung: ModelRung): number {
  const routeLimit = route.outputTokensMax ?? largestOutput(policy);
  return Math.min(routeLimit, rung.outputTokensMax ?? routeLimit);
}

function largestOutput(policy: Policy): number {
  return Object.values(policy.domains.workloads).reduce(
    (largest, { outputTokens }) => Math.max(largest, outputTokens),
    0,
  );
}
