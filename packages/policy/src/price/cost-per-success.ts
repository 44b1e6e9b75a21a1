import type { Model } from "@switchyard/contract";
import { tierFor } from "./cost-micro-usd.ts";
import { priceOn } from "./price-at.ts";
import { utcDay } from "./utc-day.ts";

/** Tokens of a request of one size class, from the policy's `domains.workloads`. */
export interface Workload {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Success rates count in millionths, so a cost never hangs on a float's last digit. */
const RATE_STEPS = 1_000_000;
const COST_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Expected cost of one successful answer at a workload, in micro-US-dollars, rounded half up:
 * `(input x rate + output x rate) / 1e6 / successRate`, nothing cached, at the price of the
 * instant.
 *
 * At most `Number.MAX_SAFE_INTEGER`, which is also the cost of a model that never succeeds.
 */
export function costPerSuccessMicroUsd(model: Model, workload: Workload, epochMs: number): number {
  return costPerSuccessOn(model, workload, utcDay(epochMs));
}

/** {@link costPerSuccessMicroUsd} for a UTC day, `YYYY-MM-DD`. */
export function costPerSuccessOn(model: Model, workload: Workload, day: string): number {
  const successSteps = BigInt(Math.round(model.successRate * RATE_STEPS));
  if (successSteps <= 0n) return Number.MAX_SAFE_INTEGER;
  const tier = tierFor(priceOn(model, day), workload.inputTokens);
  const sum =
    BigInt(workload.inputTokens) * BigInt(tier.inputMicroUsdPerMTok) +
    BigInt(workload.outputTokens) * BigInt(tier.outputMicroUsdPerMTok);
  // Tokens per rate and steps per success are both a million, so they cancel out.
  const cost = (2n * sum + successSteps) / (2n * successSteps);
  return Number(cost < COST_MAX ? cost : COST_MAX);
}
