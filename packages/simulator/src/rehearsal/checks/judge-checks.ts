import type { Bundle } from "@switchyard/contract";
import type { Check } from "../../scenario/scenario.ts";
import type { Mix } from "../../workload/traffic-class.ts";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import { scenarioBudget } from "../scenario-budget.ts";
import { adviceFor } from "./advice-for.ts";
import type { Measures, ScopeMeasure } from "./check-fold.ts";
import type { CheckOutcome, RouteMeasure } from "./check-outcome.ts";
import { holds, measureAsks, measureBudget } from "./measure.ts";
import { measureRecovery } from "./recovery-watch.ts";

/** A route with fewer asks in a scope is not judged by itself: one ask more would decide it. */
export const ROUTE_REQUESTS_MIN = 20;

/** What a judgement needs besides the measures. */
export interface JudgeContext {
  readonly bundle: Bundle;
  readonly mix: Mix;
  /** Faults with their roles resolved; those that hit nothing are absent. */
  readonly faults: readonly ScheduledFault[];
}

/** Holds measures against the checks they were made for. */
export function judgeChecks(
  checks: readonly Check[],
  { scopes, balances, recoveries }: Measures,
  context: JudgeContext,
): readonly CheckOutcome[] {
  return checks.map((check, index) => {
    if (check.metric === "time-to-recover") return judgeRecovery(check, recoveries);
    const scope = scopes[index];
    const isOfBudget = check.metric === "overspend" || check.budget !== undefined;
    return isOfBudget || scope === undefined
      ? judgeBudget(check, balances, context)
      : judgeAsks(check, scope, context);
  });
}

function judgeRecovery(check: Check, recoveries: Measures["recoveries"]): CheckOutcome {
  const base = { check, requests: 0, routes: [] };
  const fault = check.scope.kind === "fault" ? check.scope.fault : "";
  const measured = measureRecovery(recoveries, fault);
  if (measured === null) return notMeasured(base, `Fault ${fault} has not ended.`);
  if (holds(check, measured)) return { ...base, status: "passed", measured, advice: [] };
  const message =
    "The fault's target came back late, if at all: open breakers for a shorter time, or probe more.";
  const advice = [{ pointer: "/defaults/breaker", message }];
  return { ...base, status: "failed", measured, advice };
}

function judgeBudget(
  check: Check,
  balances: Measures["balances"],
  { bundle }: JudgeContext,
): CheckOutcome {
  const base = { check, requests: 0, routes: [] };
  const { policy } = bundle;
  const measured = measureBudget(check, balances, policy);
  if (measured === undefined) return notMeasured(base, `The policy has no budget ${check.budget}.`);
  if (measured === null) return notMeasured(base, "The budget's cap is nothing.");
  if (holds(check, measured)) return { ...base, status: "passed", measured, advice: [] };
  const budget = check.budget === undefined ? undefined : scenarioBudget(policy, check.budget);
  const pointer = budget === undefined ? "/budgets" : `/budgets/${policy.budgets.indexOf(budget)}`;
  const message = "Spend went above a cap. Reservations should have held it: report the journal.";
  return { ...base, status: "failed", measured, advice: [{ pointer, message }] };
}

function judgeAsks(check: Check, scope: ScopeMeasure, context: JudgeContext): CheckOutcome {
  const routes = routeMeasures(check, scope);
  const tally = check.route === undefined ? scope.total : scope.byRoute.get(check.route);
  const requests = tally?.asks.requests ?? 0;
  const base = { check, requests, routes };
  const judged = check.perRoute
    ? routes.filter((route) => route.requests >= ROUTE_REQUESTS_MIN)
    : routes;
  const worst = worstOf(check, judged);
  const overall = tally === undefined ? null : measureAsks(check.metric, tally);
  const measured = check.perRoute ? (worst?.measured ?? null) : overall;
  if (measured === null) return notMeasured(base, noteOf(check, requests));
  const named = worst === undefined ? base : { ...base, worst };
  if (holds(check, measured)) return { ...named, status: "passed", measured, advice: [] };
  const failing = check.perRoute ? judged.filter((route) => !route.holds) : worst;
  const advice = adviceFor(check, [failing ?? []].flat(), scope, context);
  return { ...named, status: "failed", measured, advice };
}

function notMeasured(
  base: Pick<CheckOutcome, "check" | "requests" | "routes">,
  note: string,
): CheckOutcome {
  return { ...base, status: "not-measured", measured: null, advice: [], note };
}

function noteOf({ metric, scope, perRoute }: Check, requests: number): string {
  if (metric === "misread") return "No call had exactly one fault whose kind is known.";
  if (perRoute && requests > 0)
    return `No route had ${ROUTE_REQUESTS_MIN} asks in it; ${requests} came in all.`;
  if (requests > 0) return "No model answered, so there is nothing to measure.";
  return scope.kind === "fault"
    ? `No ask came while fault ${scope.fault} was in force.`
    : "No ask came in it.";
}

function routeMeasures(check: Check, { byRoute }: ScopeMeasure): readonly RouteMeasure[] {
  const routes = [...byRoute].flatMap(([route, tally]) => {
    const measured = measureAsks(check.metric, tally);
    if (measured === null || (check.route !== undefined && check.route !== route)) return [];
    return [{ route, measured, requests: tally.asks.requests, holds: holds(check, measured) }];
  });
  return routes.toSorted((a, b) => (a.route < b.route ? -1 : 1));
}

/** The route farthest on the wrong side. */
function worstOf({ comparison }: Check, routes: readonly RouteMeasure[]): RouteMeasure | undefined {
  const isMoreBetter = comparison === ">=" || comparison === ">";
  const badness = ({ measured }: RouteMeasure): number => (isMoreBetter ? -measured : measured);
  return routes.toSorted((a, b) => badness(b) - badness(a))[0];
}
