import { CAPABILITIES, type Bundle, type Plan, type RequestClass } from "@switchyard/contract";
import { utcDay } from "../price/utc-day.ts";
import { plan } from "./plan.ts";
import { countBelow, countUpTo, thresholdsOf, type Thresholds } from "./thresholds.ts";

/**
 * Plans kept by default. A plan of forty endpoints on three rungs measured 23 KB, so they take
 * some 24 MB at most; a service with a few dozen kinds of requests fills a fraction of that.
 */
const PLANS_MAX = 1_024;

/** {@link plan} of one bundle; without `spendTierDown`, spend takes no tier. */
export type Planner = (request: RequestClass, epochMs: number, spendTierDown?: number) => Plan;

/**
 * {@link plan} of one bundle with memory: requests that the bundle cannot tell apart share a plan.
 * Numbers enter the key as the interval they fall in among the thresholds that the bundle compares
 * with, so equal keys give equal routes, endpoints, orders and rejection codes.
 *
 * Operands of rejections that come from the request (`slaMs`, `contextTokens`, the day) are those
 * of the first request of its cell; `explain` plans afresh and has the request's own. A request
 * with overrides is planned afresh too.
 *
 * @param plansMax plans kept; the oldest goes first. At least 1, default 1,024
 */
export function createPlanner(bundle: Bundle, plansMax: number = PLANS_MAX): Planner {
  const thresholds = thresholdsOf(bundle);
  const plans = new Map<string, Plan>();
  return (request, epochMs, spendTierDown = 0) => {
    if (hasOverrides(request)) return plan(bundle, request, epochMs, spendTierDown);
    const key = cellKey(thresholds, request, epochMs, spendTierDown);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const made = plan(bundle, request, epochMs, spendTierDown);
    const oldest = plans.size >= plansMax ? plans.keys().next().value : undefined;
    if (oldest !== undefined) plans.delete(oldest);
    plans.set(key, made);
    return made;
  };
}

function hasOverrides({ overrides }: RequestClass): boolean {
  return (
    overrides.only !== undefined ||
    overrides.exclude !== undefined ||
    overrides.costMicroUsdMax !== undefined ||
    overrides.noFallback === true
  );
}

/** Names are quoted, so no name can pretend to be two. */
function cellKey(
  thresholds: Thresholds,
  request: RequestClass,
  epochMs: number,
  spendTierDown: number,
): string {
  return JSON.stringify([
    spendTierDown,
    request.intent,
    request.risk,
    request.residency,
    request.workload,
    thresholds.segments.indexOf(request.segment),
    thresholds.locales.indexOf(request.locale),
    capabilityBits(request),
    countUpTo(thresholds.slaMs, request.slaMs),
    countBelow(thresholds.contextTokens, request.contextTokens),
    countUpTo(thresholds.days, utcDay(epochMs)),
  ]);
}

function capabilityBits({ capabilities }: RequestClass): number {
  let bits = 0;
  for (const capability of capabilities) bits |= 1 << CAPABILITIES.indexOf(capability);
  return bits;
}
