import type { PlannedEndpoint } from "@switchyard/contract";
import type { Candidate } from "./candidate.ts";

/** A candidate as a plan shows it. */
export function plannedEndpoint(candidate: Candidate): PlannedEndpoint {
  const { endpoint, model, route, costPerSuccessMicroUsd, quality } = candidate;
  return {
    ...endpoint,
    via: route.id,
    tier: model.tier,
    costPerSuccessMicroUsd,
    quality,
    latencyMsP50: model.latency.msP50,
    latencyMsP95: model.latency.msP95,
  };
}
