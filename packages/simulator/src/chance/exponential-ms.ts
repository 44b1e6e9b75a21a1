import type { Rng } from "@switchyard/contract";
import { roundMs } from "../time/round-ms.ts";

/**
 * Draws the gap to the next event of a Poisson process with the given mean gap, rounded to the
 * microsecond. Takes one number of `rng`.
 */
export function exponentialMs(rng: Rng, meanMs: number): number {
  return roundMs(-meanMs * Math.log(1 - rng.float()));
}
