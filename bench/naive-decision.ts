import type {
  Bundle,
  DecisionState,
  Model,
  PlannedEndpoint,
  Reason,
  Rejection,
  RequestClass,
  Route,
} from "@switchyard/contract";

/** What is decided for one request: who may answer, in order, and why each other may not. */
export interface NaiveDecision {
  readonly endpoints: readonly PlannedEndpoint[];
  readonly rejections: readonly Rejection[];
}

/** What candidates are measured against: the same for all of a request's. */
interface Measure {
  readonly bundle: Bundle;
  readonly request: RequestClass;
  readonly route: Route;
  readonly state: DecisionState;
  readonly workload: { readonly inputTokens: number; readonly outputTokens: number };
  /** Room that the request's own text and the longest answer take. */
  readonly contextTokens: number;
}

/**
 * The `full` rung, filtered and sorted afresh for each request, as a router without a plan writes
 * it: the yardstick of the decision's goals. Every candidate of the first matching route is looked
 * at, and every rule against it is said. Its arithmetic is plain, and it leaves out what the
 * measured policies do not have: fallbacks, dated prices, rungs that lower tiers or floors,
 * overrides.
 */
export function naiveDecision(
  bundle: Bundle,
  request: RequestClass,
  state: DecisionState,
): NaiveDecision {
  const { policy, catalog } = bundle;
  const endpoints: PlannedEndpoint[] = [];
  const rejections: Rejection[] = [];
  const route = policy.routes.find(
    ({ match }) =>
      match?.intents.includes(request.intent) === true && match.risks.includes(request.risk),
  );
  const workload = policy.domains.workloads[request.workload];
  if (route === undefined || workload === undefined) return { endpoints, rejections };
  const outputTokens = Object.values(policy.domains.workloads).reduce(
    (most, size) => Math.max(most, size.outputTokens),
    0,
  );
  const contextTokens = request.contextTokens + (route.outputTokensMax ?? outputTokens);
  const measure: Measure = { bundle, request, route, state, workload, contextTokens };
  for (const name of route.candidates) {
    const model = catalog.models[name];
    if (model === undefined) continue;
    for (const region of model.regions) {
      const endpoint = endpointOf(model, region, measure);
      const reasons: Reason[] = [];
      addEnvelopeReasons(reasons, endpoint, model, measure);
      addRouteReasons(reasons, endpoint, model, measure);
      addLiveReasons(reasons, endpoint, measure);
      if (reasons.length === 0) endpoints.push(endpoint);
      else rejections.push({ endpoint, via: route.id, reasons });
    }
  }
  endpoints.sort(byCostThenName);
  return { endpoints, rejections };
}

function endpointOf(
  model: Model,
  region: string,
  { bundle, request, route, workload: { inputTokens, outputTokens } }: Measure,
): PlannedEndpoint {
  const rates = model.prices[0]?.tiers.findLast((tier) => tier.inputTokensFrom <= inputTokens);
  const cost =
    rates === undefined
      ? Number.POSITIVE_INFINITY
      : inputTokens * rates.inputMicroUsdPerMTok + outputTokens * rates.outputMicroUsdPerMTok;
  return {
    id: `${model.id}#${region}`,
    model: model.id,
    provider: model.provider,
    region,
    via: route.id,
    tier: model.tier,
    costPerSuccessMicroUsd: Math.round(cost / (1_000_000 * model.successRate)),
    quality: bundle.catalog.quality[request.intent]?.[model.id] ?? null,
    latencyMsP50: model.latency.msP50,
    latencyMsP95: model.latency.msP95,
  };
}

function byCostThenName(left: PlannedEndpoint, right: PlannedEndpoint): number {
  const byCost = left.costPerSuccessMicroUsd - right.costPerSuccessMicroUsd;
  if (byCost !== 0) return byCost;
  if (left.model !== right.model) return left.model < right.model ? -1 : 1;
  return left.region < right.region ? -1 : 1;
}

function addEnvelopeReasons(
  reasons: Reason[],
  { region }: PlannedEndpoint,
  model: Model,
  { bundle: { policy, catalog }, request: { risk, residency } }: Measure,
): void {
  const { lifecycles, zeroRetention, denyProviders, residency: regions } = policy.envelope;
  const allowed = lifecycles[risk] ?? [];
  if (!allowed.includes(model.lifecycle))
    reasons.push({
      code: "lifecycle-not-allowed",
      have: model.lifecycle,
      need: allowed,
      pointer: `/envelope/lifecycles/${risk}`,
    });
  const { risks } = policy.domains;
  if (risks.indexOf(model.approvedRisk) < risks.indexOf(risk))
    reasons.push({
      code: "risk-not-approved",
      have: model.approvedRisk,
      need: risk,
      pointer: `catalog:/models/${model.id}/approvedRisk`,
    });
  if (zeroRetention.includes(risk) && catalog.providers[model.provider]?.zeroRetention !== true)
    reasons.push({
      code: "retention-required",
      have: false,
      need: true,
      pointer: "/envelope/zeroRetention",
    });
  const denied = denyProviders[risk] ?? [];
  if (denied.includes(model.provider))
    reasons.push({
      code: "provider-denied",
      have: model.provider,
      need: denied,
      pointer: `/envelope/denyProviders/${risk}`,
    });
  const kept = regions[residency];
  if (kept?.includes(region) === false)
    reasons.push({
      code: "residency-not-allowed",
      have: region,
      need: kept,
      pointer: `/envelope/residency/${residency}`,
    });
}

function addRouteReasons(
  reasons: Reason[],
  { costPerSuccessMicroUsd, quality, latencyMsP95 }: PlannedEndpoint,
  model: Model,
  { request, route, contextTokens }: Measure,
): void {
  const { index, limits, requires } = route;
  for (const capabilities of [requires.capabilities, request.capabilities])
    if (!capabilities.every((capability) => model.capabilities.includes(capability)))
      reasons.push({
        code: "capability-missing",
        have: model.capabilities,
        need: capabilities,
        pointer:
          capabilities === request.capabilities
            ? "request:/capabilities"
            : `/routes/${index}/requires/capabilities`,
      });
  const context = Math.max(requires.contextTokensMin, contextTokens);
  if (model.contextTokens < context)
    reasons.push({
      code: "context-too-small",
      have: model.contextTokens,
      need: context,
      pointer: "request:/contextTokens",
    });
  const sla = Math.min(limits.latencyMsMax, request.slaMs);
  if (latencyMsP95 > sla)
    reasons.push({
      code: "latency-over-limit",
      have: latencyMsP95,
      need: sla,
      pointer: sla === request.slaMs ? "request:/slaMs" : `/routes/${index}/limits/latencyMax`,
    });
  const floor = limits.qualityFloor;
  if (floor !== "unmeasured" && (quality === null || quality < floor))
    reasons.push({
      code: quality === null ? "quality-unmeasured" : "quality-below-floor",
      have: quality,
      need: floor,
      pointer: `/routes/${index}/limits/qualityFloor`,
    });
  if (costPerSuccessMicroUsd > limits.costPerTaskMicroUsdMax)
    reasons.push({
      code: "cost-over-ceiling",
      have: costPerSuccessMicroUsd,
      need: limits.costPerTaskMicroUsdMax,
      pointer: `/routes/${index}/limits/costPerTaskMax`,
    });
}

function addLiveReasons(
  reasons: Reason[],
  { id, provider, region, latencyMsP95 }: PlannedEndpoint,
  { bundle: { policy }, state }: Measure,
): void {
  const observed = state.latencyMsP95?.[id] ?? latencyMsP95;
  if (observed > state.remainingMs)
    reasons.push({
      code: "latency-over-limit",
      have: observed,
      need: state.remainingMs,
      pointer: "request:/slaMs",
    });
  if (state.breakers[id] === "open")
    reasons.push({
      code: "breaker-open",
      have: "open",
      need: "closed",
      pointer: "/defaults/breaker",
    });
  const cause = state.absent[id];
  if (cause !== undefined)
    reasons.push({
      code: "endpoint-absent",
      have: cause,
      need: "callable",
      pointer: `catalog:/providers/${provider}/endpoints/${region}`,
    });
  const { perEndpoint } = policy.defaults.attempts;
  const made = state.attempts[id] ?? 0;
  if (made >= perEndpoint)
    reasons.push({
      code: "attempts-spent",
      have: made,
      need: perEndpoint,
      pointer: "/defaults/attempts/perEndpoint",
    });
}
