import type { AskRequest, Bundle, Plan, RequestClass, Route } from "@switchyard/contract";
import type { Planner } from "@switchyard/policy";
import type { SpendAdmission } from "../spend/create-spend-control.ts";
import type { ClassifyRequest } from "../classify/classify-request.ts";
import type { ContextPruner } from "./create-context-pruner.ts";
import type { Pruned } from "./prune-turns.ts";

/** What a request is routed by. */
export interface FittingParts {
  readonly bundle: Bundle;
  readonly classify: ClassifyRequest;
  readonly planRequest: Planner;
  readonly pruner: ContextPruner;
}

/** A request as its route takes it. */
export interface FittedRequest {
  readonly route: Route;
  readonly plan: Plan;
  readonly request: AskRequest;
  /** Its class, after pruning. */
  readonly asked: RequestClass;
  readonly spend: SpendAdmission;
  /** Absent: it is sent as it came. */
  readonly pruned?: Pruned;
}

/**
 * Plans a request, and prunes and plans it anew where its route says so: a smaller context may
 * have other candidates. A route is matched by no size, so it stays the same. Then spend takes its
 * tiers. Undefined: no route.
 *
 * @param plan of the request as it came
 * @param admit what spend makes of the ask
 */
export function fitRequest(
  { bundle, classify, planRequest, pruner }: FittingParts,
  request: AskRequest,
  asked: RequestClass,
  plan: Plan,
  admit: (route: Route, plan: Plan) => SpendAdmission,
  { nowMs, epochMs }: { readonly nowMs: number; readonly epochMs: number },
): FittedRequest | undefined {
  const route = bundle.policy.routes.find(({ id }) => id === plan.route);
  if (route === undefined) return undefined;
  const pruned = pruner.prune(route, request, asked.contextTokens, nowMs);
  const fitted = pruned === undefined ? request : { ...request, input: pruned.messages };
  const fittedClass = pruned === undefined ? asked : classify(fitted);
  const whole = pruned === undefined ? plan : planRequest(fittedClass, epochMs);
  const spend = admit(route, whole);
  const isLowered = spend.tierDown > 0;
  return {
    route,
    plan: isLowered ? planRequest(fittedClass, epochMs, spend.tierDown) : whole,
    request: fitted,
    asked: fittedClass,
    spend: isLowered ? { ...spend, planBefore: whole } : spend,
    ...(pruned !== undefined && { pruned }),
  };
}
