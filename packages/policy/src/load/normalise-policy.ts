import type {
  Budget,
  DefaultsDocument,
  Policy,
  PolicyDefaults,
  PolicyDocument,
  Route,
} from "@switchyard/contract";
import { mapRecord } from "./map-record.ts";
import {
  normaliseBudget,
  normaliseContingency,
  normaliseLadder,
  normaliseRollout,
  normaliseSpend,
} from "./normalise-operations.ts";
import { normaliseRoute } from "./normalise-route.ts";
import { parseDurationMs } from "./parse-duration-ms.ts";
import { parseShare } from "./parse-share.ts";

/** Reads every quantity of a checked document. Equal documents give equal policies. */
export function normalisePolicy(document: PolicyDocument): Policy {
  const { domains, envelope, defaults, change, spend, contingency, rollout } = document;
  const routes = document.routes.map((route, index) =>
    normaliseRoute(route, index, defaults.order),
  );
  const workloads = mapRecord(domains.workloads, (workload) => workload);
  return {
    name: document.name,
    version: document.version,
    ...(change !== undefined && { change }),
    owners: document.owners,
    domains: { ...domains, workloads },
    envelope: {
      lifecycles: mapRecord(envelope.lifecycles, (lifecycles) => lifecycles),
      zeroRetention: envelope.zeroRetention,
      residency: mapRecord(envelope.residency, (regions) => regions),
      denyProviders: mapRecord(envelope.denyProviders, (providers) => providers),
    },
    defaults: normaliseDefaults(defaults),
    routes,
    intendedGaps: document.intendedGaps,
    budgets: withQuotas(document.budgets.map(normaliseBudget), routes),
    ...(spend && { spend: normaliseSpend(spend) }),
    ladder: normaliseLadder(document.ladder),
    ...(contingency && {
      contingency: normaliseContingency(contingency, routes, Object.keys(workloads)),
    }),
    ...(rollout && { rollout: normaliseRollout(rollout) }),
  };
}

/**
 * The budgets, and after them one for each route that may spend only a share of one: it holds at
 * every call, and counts for spend levels and alerts, as any other does. Its id has a slash, which
 * no budget of a document can have.
 */
function withQuotas(budgets: readonly Budget[], routes: readonly Route[]): readonly Budget[] {
  const quotas = routes.flatMap(({ id, quota }): readonly Budget[] => {
    const whole = budgets.find((budget) => budget.id === quota?.budget);
    if (whole === undefined || quota?.share === undefined) return [];
    const capMicroUsd = Math.floor(whole.capMicroUsd * quota.share);
    return [{ ...whole, id: `${whole.id}/${id}`, scope: { route: id }, capMicroUsd }];
  });
  return [...budgets, ...quotas];
}

function normaliseDefaults({
  attempts,
  retryBudget,
  timeouts,
  breaker,
}: DefaultsDocument): PolicyDefaults {
  return {
    attempts,
    retryBudget,
    timeouts: {
      connectMs: parseDurationMs(timeouts.connect),
      firstTokenMs: parseDurationMs(timeouts.firstToken),
      idleMs: parseDurationMs(timeouts.idle),
      totalMs: parseDurationMs(timeouts.total),
    },
    breaker: {
      consecutiveFailures: breaker.consecutiveFailures,
      windowMs: parseDurationMs(breaker.window),
      failureRate: parseShare(breaker.failureRate),
      slowCallMs: parseDurationMs(breaker.slowCall),
      slowCallRate: parseShare(breaker.slowCallRate),
      callsMin: breaker.callsMin,
      openForMs: parseDurationMs(breaker.openFor),
      halfOpenProbes: breaker.halfOpenProbes,
    },
  };
}
