import type { AskRequest, Bundle, Plan, RequestClass, Route } from "@switchyard/contract";
import type { ClassifyRequest } from "../classify/classify-request.ts";
import type { ContextPruner } from "./create-context-pruner.ts";
import type { Pruned } from "./prune-turns.ts";

/** What a request is routed by. */
export interface FittingParts {
  readonly bundle: Bundle;
  readonly classify: ClassifyRequest;
  readonly planRequest: (request: RequestClass, epochMs: number) => Plan;
  readonly pruner: ContextPruner;
}

/** A request as its route takes it. */
export interface FittedRequest {
  readonly route: Route;
  readonly plan: Plan;
  readonly request: AskRequest;
  /** Its class, after pruning. */
  readonly asked: RequestClass;
  /** Absent: it is sent as it came. */
  readonly pruned?: Pruned;
}

/**
 * Plans a request, and prunes and plans it anew where its route says so: a smaller context may
 * have other candidates. A route is matched by no size, so it stays the same. Undefined: no route.
 */
export function fitRequest(
  { bundle, classify, planRequest, pruner }: FittingParts,
  request: AskRequest,
  asked: RequestClass,
  plan: Plan,
  nowMs: number,
  epochMs: number,
): FittedRequest | undefined {
  const route = bundle.policy.routes.find(({ id }) => id === plan.route);
  if (route === undefined) return undefined;
  const pruned = pruner.prune(route, request, asked.contextTokens, nowMs);
  if (pruned === undefined) return { route, plan, request, asked };
  const fitted = { ...request, input: pruned.messages };
  const smaller = classify(fitted);
  return { route, plan: planRequest(smaller, epochMs), request: fitted, asked: smaller, pruned };
}
