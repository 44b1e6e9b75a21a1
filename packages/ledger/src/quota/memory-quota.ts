import type { QuotaPort } from "@switchyard/contract";
import { createRouteQuota, type RouteQuota } from "@switchyard/policy";

/** Quotas in this process's memory, by its monotonic clock. It holds an entry for each route. */
export function createMemoryQuota(): QuotaPort {
  const routes = new Map<string, RouteQuota>();
  return {
    isLocal: true,
    admit: async ({ route, limits, at, ...ask }) => {
      let quota = routes.get(route);
      if (quota === undefined) routes.set(route, (quota = createRouteQuota()));
      return quota.admit(ask, limits, at.nowMs);
    },
    standing: async ({ route, limits, at }) =>
      (routes.get(route) ?? createRouteQuota()).standing(limits, at.nowMs),
    leave: async ({ id, route, tokens }) => routes.get(route)?.leave(id, tokens),
  };
}
