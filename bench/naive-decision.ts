import type { Bundle, DecisionState, Model, RequestClass, Route } from "@switchyard/contract";
import { costPerSuccessMicroUsd, endpointId } from "@switchyard/policy";

interface NaiveReason {
  readonly code: string;
  readonly have: unknown;
  readonly need: unknown;
}

/** What is decided for one request: who may answer, cheapest first, and why each other may not. */
export interface NaiveDecision {
  readonly endpoints: readonly { readonly id: string; readonly costMicroUsd: number }[];
  readonly rejections: readonly { readonly id: string; readonly reasons: readonly NaiveReason[] }[];
}

/** Filter and sort, as a router without a plan writes it: the yardstick of the decision's goals. */
export function naiveDecision(
  { policy, catalog }: Bundle,
  request: RequestClass,
  state: DecisionState,
  epochMs: number,
): NaiveDecision {
  const route = policy.routes.find(
    ({ match }) =>
      match?.intents.includes(request.intent) === true && match.risks.includes(request.risk),
  );
  const workload = policy.domains.workloads[request.workload];
  const endpoints: { id: string; costMicroUsd: number }[] = [];
  const rejections: { id: string; reasons: readonly NaiveReason[] }[] = [];
  if (route === undefined || workload === undefined) return { endpoints, rejections };
  for (const name of route.candidates) {
    const model = catalog.models[name];
    if (model === undefined) continue;
    const costMicroUsd = costPerSuccessMicroUsd(model, workload, epochMs);
    for (const region of model.regions) {
      const id = endpointId(name, region);
      const facts = { id, costMicroUsd };
      const reasons = reasonsAgainst(facts, model, route, policy.domains.risks, request, state);
      if (reasons.length > 0) rejections.push({ id, reasons });
      else endpoints.push(facts);
    }
  }
  endpoints.sort(
    (left, right) => left.costMicroUsd - right.costMicroUsd || (left.id < right.id ? -1 : 1),
  );
  return { endpoints, rejections };
}

function reasonsAgainst(
  { id, costMicroUsd }: { readonly id: string; readonly costMicroUsd: number },
  model: Model,
  route: Route,
  risks: readonly string[],
  request: RequestClass,
  state: DecisionState,
): readonly NaiveReason[] {
  const reasons: NaiveReason[] = [];
  const { latencyMsMax, costPerTaskMicroUsdMax } = route.limits;
  const latencyMsNeed = Math.min(latencyMsMax, request.slaMs, state.remainingMs);
  if (risks.indexOf(model.approvedRisk) < risks.indexOf(request.risk))
    reasons.push({ code: "risk-not-approved", have: model.approvedRisk, need: request.risk });
  for (const capability of request.capabilities)
    if (!model.capabilities.includes(capability))
      reasons.push({ code: "capability-missing", have: model.capabilities, need: capability });
  if (model.contextTokens < request.contextTokens)
    reasons.push({
      code: "context-too-small",
      have: model.contextTokens,
      need: request.contextTokens,
    });
  if (model.latency.msP95 > latencyMsNeed)
    reasons.push({ code: "latency-over-limit", have: model.latency.msP95, need: latencyMsNeed });
  if (costMicroUsd > costPerTaskMicroUsdMax)
    reasons.push({ code: "cost-over-ceiling", have: costMicroUsd, need: costPerTaskMicroUsdMax });
  if (state.breakers[id] === "open")
    reasons.push({ code: "breaker-open", have: "open", need: "closed" });
  return reasons;
}
