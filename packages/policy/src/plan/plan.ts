import type {
  Bundle,
  Model,
  Plan,
  PlannedEndpoint,
  PlannedRung,
  Rejection,
  RequestClass,
  Route,
  RungName,
} from "@switchyard/contract";
import { utcDay } from "../price/utc-day.ts";
import { assessCandidates } from "./assess-candidates.ts";
import { candidatesOf, type RungContext } from "./candidate.ts";
import { costIn } from "./cost-in.ts";
import { keepFirst } from "./keep-first.ts";
import { matchRoute, routeChain } from "./match-route.ts";
import { orderCandidates } from "./order-candidates.ts";
import { plannedEndpoint } from "./planned-endpoint.ts";

/**
 * What may serve a request class, rung by rung, before availability: pure and total.
 *
 * The first matching route decides, and only its `fallback` continues it. Every candidate of a
 * rung is either in its endpoints or in its rejections, with every rule that bars it. A candidate
 * of several routes of the chain is placed once: by the first route through which it is eligible,
 * else by the first that lists it.
 *
 * @param epochMs instant whose prices and sunsets hold; only its UTC day matters
 * @param spendTierDown tiers that the spend levels in force take from the highest, 0 or more
 */
export function plan(
  bundle: Bundle,
  request: RequestClass,
  epochMs: number,
  spendTierDown: number = 0,
): Plan {
  const route = matchRoute(bundle.policy, request);
  if (route === undefined) return planWithoutRoute(bundle, request);
  const chain = routeChain(bundle.policy, route, request);
  return planChain(bundle, chain, route, request, epochMs, spendTierDown);
}

/**
 * What may serve a request class on an internal route, which is addressed by itself and has no
 * fallback. The envelope holds for it as for any other.
 */
export function planRoute(
  bundle: Bundle,
  route: Route,
  request: RequestClass,
  epochMs: number,
  spendTierDown: number = 0,
): Plan {
  return planChain(bundle, [route], route, request, epochMs, spendTierDown);
}

function planChain(
  bundle: Bundle,
  chain: readonly Route[],
  route: Route,
  request: RequestClass,
  epochMs: number,
  spendTierDown: number,
): Plan {
  const { policy } = bundle;
  const day = utcDay(epochMs);
  const costOf = costIn(bundle, request, day);
  const rungs = route.ladder.flatMap((name: RungName) => {
    const rung = name === "static" ? undefined : policy.ladder[name];
    if (rung === undefined) return [];
    return planRung(chain, { bundle, request, day, name, rung, spendTierDown }, costOf);
  });
  return {
    route: route.id,
    rungs: request.overrides.noFallback === true ? keepFirst(rungs) : rungs,
    endsStatic: route.ladder.includes("static") && policy.ladder.static !== undefined,
  };
}

function planWithoutRoute({ policy }: Bundle, { intent, risk }: RequestClass): Plan {
  const gap = policy.intendedGaps.find(
    ({ intents, risks }) => intents.includes(intent) && risks.includes(risk),
  );
  const nothing: Plan = { route: null, rungs: [], endsStatic: false };
  return gap === undefined ? nothing : { ...nothing, gapReason: gap.reason };
}

function planRung(
  chain: readonly Route[],
  context: RungContext,
  costOf: (model: Model) => number,
): PlannedRung {
  const endpoints = new Map<string, PlannedEndpoint>();
  const rejections = new Map<string, Rejection>();
  for (const route of chain) {
    const assessments = assessCandidates(candidatesOf(route, context, costOf), context);
    const eligible = assessments.flatMap(({ candidate, reasons }) =>
      reasons.length === 0 ? candidate : [],
    );
    const { tiers } = context.bundle.policy.domains;
    for (const candidate of orderCandidates(eligible, route.order, tiers)) {
      const { id } = candidate.endpoint;
      if (!endpoints.has(id)) endpoints.set(id, plannedEndpoint(candidate));
    }
    for (const { candidate, reasons } of assessments) {
      const { endpoint } = candidate;
      if (reasons.length === 0 || rejections.has(endpoint.id)) continue;
      rejections.set(endpoint.id, { endpoint, via: route.id, reasons });
    }
  }
  for (const id of endpoints.keys()) rejections.delete(id);
  return {
    rung: context.name,
    endpoints: [...endpoints.values()],
    rejections: [...rejections.values()],
  };
}
