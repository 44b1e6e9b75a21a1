import type { PlannedEndpoint } from "@switchyard/contract";
import type { Candidate } from "./candidate.ts";

/** A candidate as a plan shows it. Said in full: a spread costs twice the memory. */
export function plannedEndpoint(candidate: Candidate): PlannedEndpoint {
  const { endpoint, model, route, costPerSuccessMicroUsd, quality } = candidate;
  return {
    id: endpoint.id,
    model: endpoint.model,
    provider: endpoint.provider,
    region: endpoint.region,
    via: route.id,
    tier: model.tier,
    costPerSuccessMicroUsd,
    quality,
    latencyMsP50: model.latency.msP50,
    latencyMsP95: model.latency.msP95,
  };
}
