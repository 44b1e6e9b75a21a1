import type { Bundle, Plan, RequestClass, Route } from "@switchyard/contract";
import { IndexedRung } from "../plan/indexed-rung.ts";
import { matchingRoutes } from "../plan/match-route.ts";
import { plan } from "../plan/plan.ts";
import { utcDay } from "../price/utc-day.ts";
import { compileRoute, type CompiledRoute } from "./compile-route.ts";
import { readRung } from "./read-rung.ts";

/** The plans of all requests that differ in nothing but numbers and day. */
export interface CompiledClass {
  /** As `plan`, with rejections that are counted when they are first looked at. */
  readonly plan: (request: RequestClass, epochMs: number, dayIndex: number) => Plan;
}

/**
 * Compiles the class of a request: the routes that `slaMs` chooses among, and their candidates,
 * each when it is first needed.
 *
 * @param numberOf a number for the id of each endpoint of the bundle
 */
export function compileClass(
  bundle: Bundle,
  request: RequestClass,
  spendTierDown: number,
  numberOf: ReadonlyMap<string, number>,
): CompiledClass {
  const routes = matchingRoutes(bundle.policy, request);
  const compiled = new Map<string, CompiledRoute>();
  const compiledOn = (route: Route, epochMs: number, dayIndex: number): CompiledRoute => {
    const key = `${dayIndex} ${route.id}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const made = compileRoute(bundle, route, request, utcDay(epochMs), spendTierDown);
    compiled.set(key, made);
    return made;
  };
  return {
    plan: (asked, epochMs, dayIndex) => {
      const route = routes.find(({ match }) => asked.slaMs < (match?.slaMsBelow ?? Infinity));
      return route === undefined
        ? plan(bundle, asked, epochMs)
        : readPlan(compiledOn(route, epochMs, dayIndex), asked, numberOf, (): Plan =>
            plan(bundle, asked, epochMs, spendTierDown),
          );
    },
  };
}

function readPlan(
  { route, rungs, endsStatic }: CompiledRoute,
  request: RequestClass,
  numberOf: ReadonlyMap<string, number>,
  planAfresh: () => Plan,
): Plan {
  let explained: Plan | undefined;
  const explain = (index: number): Plan["rungs"][number]["rejections"] => {
    explained ??= planAfresh();
    return explained.rungs[index]?.rejections ?? [];
  };
  return {
    route: route.id,
    rungs: rungs.map((compiled, index) => {
      const endpoints = readRung(compiled, request.slaMs, request.contextTokens);
      const facts = { rung: compiled.name, endpoints, explain: () => explain(index) };
      return new IndexedRung(facts, numberOf);
    }),
    endsStatic,
  };
}
