import type { Bundle, Plan, RequestClass } from "@switchyard/contract";
import { compileClass, type CompiledClass } from "../compile/compile-class.ts";
import { createClassIndex } from "../compile/index-class.ts";
import { createDayIndex } from "../compile/index-day.ts";
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

/** One class of requests and its plans by interval of the numbers and the day. */
interface PlannerCell {
  readonly compiled: CompiledClass;
  readonly plans: Map<number, Plan>;
}

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
 * @param plansMax plans kept; those of the oldest cell go first. At least 1, default 1,024
 */
export function createPlanner(bundle: Bundle, plansMax: number = PLANS_MAX): Planner {
  const thresholds = thresholdsOf(bundle);
  const classIndex = createClassIndex(bundle, thresholds);
  const dayIndex = createDayIndex(thresholds.days);
  const contexts = thresholds.contextTokens.length + 1;
  const days = thresholds.days.length + 1;
  const tiers = bundle.policy.domains.tiers.length;
  const cells = new Map<number, PlannerCell>();
  let kept = 0;
  const makeRoom = (): void => {
    for (const [index, { plans }] of cells) {
      if (kept < plansMax) return;
      cells.delete(index);
      kept -= plans.size;
    }
  };
  return (request, epochMs, spendTierDown = 0) => {
    const classAt = hasOverrides(request) ? -1 : classIndex(request);
    if (classAt < 0) return plan(bundle, request, epochMs, spendTierDown);
    const index = classAt * (tiers + 1) + Math.min(spendTierDown, tiers);
    const day = dayIndex(epochMs);
    const sla = countUpTo(thresholds.slaMs, request.slaMs);
    const context = countBelow(thresholds.contextTokens, request.contextTokens);
    const interval = (sla * contexts + context) * days + day;
    const known = cells.get(index)?.plans.get(interval);
    if (known !== undefined) return known;
    makeRoom();
    const cell = cells.get(index) ?? {
      compiled: compileClass(bundle, request, spendTierDown),
      plans: new Map(),
    };
    const made = cell.compiled.plan(request, epochMs, day);
    cell.plans.set(interval, made);
    cells.set(index, cell);
    kept += 1;
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
