import type { Rng } from "@switchyard/contract";
import { roundMs } from "../time/round-ms.ts";

/** 95% quantile of the standard normal distribution. */
const NORMAL_P95 = 1.6448536269514722;

/**
 * Draws a duration from the log-normal distribution with the given median and 95th percentile,
 * rounded to the microsecond. Takes two numbers of `rng`. A p95 below the p50 counts as equal,
 * and a p50 of 0 gives 0.
 */
export function lognormalMs(rng: Rng, p50Ms: number, p95Ms: number): number {
  if (p50Ms <= 0) return 0;
  const sigma = Math.log(Math.max(p50Ms, p95Ms) / p50Ms) / NORMAL_P95;
  return roundMs(p50Ms * Math.exp(sigma * standardNormal(rng)));
}

/** Box and Muller's transform; 53 random bits bound it at 8.6 standard deviations. */
function standardNormal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.float()));
  return radius * Math.cos(2 * Math.PI * rng.float());
}
