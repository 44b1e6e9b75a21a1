import type { Bundle, Plan, RequestClass } from "@switchyard/contract";
import { compileClass, type CompiledClass } from "../compile/compile-class.ts";
import { createClassIndex } from "../compile/index-class.ts";
import { createDayIndex } from "../compile/index-day.ts";
import { numberEndpoints } from "./number-endpoints.ts";
import { plan } from "./plan.ts";
import { countBelow, countUpTo, thresholdsOf } from "./thresholds.ts";

/**
 * Plans kept by default. A plan of forty endpoints on three rungs measured 23 KB when its
 * rejections were looked at, so they take some 24 MB at most; a service with a few dozen kinds of
 * requests fills a fraction of that.
 */
const PLANS_MAX = 1_024;

/** {@link plan} of one bundle; without `spendTierDown`, spend takes no tier. */
export type Planner = (request: RequestClass, epochMs: number, spendTierDown?: number) => Plan;

/**
 * {@link plan} of one bundle, compiled: requests that the bundle cannot tell apart share a plan.
 * Names choose a cell of the decision table by their positions in the policy's domains; numbers
 * and the day choose the interval they fall in among the thresholds that the bundle compares with.
 * The time of a request hangs on the candidates of its own route alone.
 *
 * Rejections are counted when they are first looked at. Operands of theirs that come from the
 * request (`slaMs`, `contextTokens`, the day) are those of the first request of its interval;
 * `explain` plans afresh and has the request's own. A request with overrides, or with values
 * outside the policy's domains, is planned afresh too.
 *
 * @param plansMax plans kept, and compiled cells; the oldest goes first. At least 1, default 1,024
 */
export function createPlanner(bundle: Bundle, plansMax: number = PLANS_MAX): Planner {
  const thresholds = thresholdsOf(bundle);
  const classIndex = createClassIndex(bundle, thresholds);
  const numberOf = numberEndpoints(bundle.catalog);
  const dayIndex = createDayIndex(thresholds.days);
  const slas = thresholds.slaMs.length + 1;
  const contexts = thresholds.contextTokens.length + 1;
  const days = thresholds.days.length + 1;
  const tiers = bundle.policy.domains.tiers.length;
  const plans = new Map<number, Plan>();
  const cells = new Map<number, CompiledClass>();
  const cellOf = (index: number, request: RequestClass, spendTierDown: number): CompiledClass => {
    const known = cells.get(index);
    if (known !== undefined) return known;
    const compiled = compileClass(bundle, request, spendTierDown, numberOf);
    makeRoom(cells, plansMax);
    cells.set(index, compiled);
    return compiled;
  };
  return (request, epochMs, spendTierDown = 0) => {
    const classAt = hasOverrides(request) ? -1 : classIndex(request);
    if (classAt < 0) return plan(bundle, request, epochMs, spendTierDown);
    const index = classAt * (tiers + 1) + Math.min(spendTierDown, tiers);
    const day = dayIndex(epochMs);
    const sla = countUpTo(thresholds.slaMs, request.slaMs);
    const context = countBelow(thresholds.contextTokens, request.contextTokens);
    const key = ((index * slas + sla) * contexts + context) * days + day;
    // Past the exact integers two cells could have one key. No policy of a sane size gets there.
    if (key > Number.MAX_SAFE_INTEGER) return plan(bundle, request, epochMs, spendTierDown);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const made = cellOf(index, request, spendTierDown).plan(request, epochMs, day);
    makeRoom(plans, plansMax);
    plans.set(key, made);
    return made;
  };
}

function makeRoom(entries: Map<number, unknown>, max: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size < max) return;
    entries.delete(oldest);
  }
}

function hasOverrides({ overrides }: RequestClass): boolean {
  return (
    overrides.only !== undefined ||
    overrides.exclude !== undefined ||
    overrides.costMicroUsdMax !== undefined ||
    overrides.noFallback === true
  );
}
