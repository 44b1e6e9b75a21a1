import type { Rng } from "@switchyard/contract";
import { exponentialMs } from "../chance/exponential-ms.ts";
import { roundMs } from "../time/round-ms.ts";
import type { OpenArrivals } from "./arrivals.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Where arrivals begin and end. */
export interface ArrivalSpan {
  /** Wall clock at virtual zero, milliseconds since 1970 (UTC). */
  readonly startAtMs: number;
  /** First virtual millisecond without arrivals. Default: none. */
  readonly durationMs?: number;
  /** At most so many. Default: all; then a duration is needed. */
  readonly requests?: number;
}

/**
 * Draws the instants of a Poisson process whose rate may change with time, in virtual
 * milliseconds, ascending. A longer span never changes the instants of a shorter one.
 *
 * By thinning: candidates come at the greatest rate, and each stays with the share that the rate
 * at its instant has of that (Lewis and Shedler, 1979).
 */
export function drawArrivals(arrivals: OpenArrivals, rng: Rng, span: ArrivalSpan): number[] {
  const { startAtMs, durationMs = Infinity, requests = Infinity } = span;
  const gaps = rng.fork("gaps");
  const stays = rng.fork("stays");
  const meanGapMs = 1 / ratePerMsMax(arrivals);
  const instants: number[] = [];
  let atMs = exponentialMs(gaps, meanGapMs);
  while (atMs < durationMs && instants.length < requests) {
    const share = rateAt(arrivals, atMs, startAtMs) * meanGapMs;
    if (stays.float() < share) instants.push(atMs);
    atMs = roundMs(atMs + exponentialMs(gaps, meanGapMs));
  }
  return instants;
}

/** The greatest rate that arrivals ever have, in requests a virtual millisecond. */
export function ratePerMsMax(arrivals: OpenArrivals): number {
  switch (arrivals.process) {
    case "poisson":
      return arrivals.ratePerMs;
    case "diurnal":
      return arrivals.ratePerMs * (1 + arrivals.amplitude);
    case "bursty":
      return arrivals.ratePerMs * arrivals.times;
    default:
      return arrivals satisfies never;
  }
}

function rateAt(arrivals: OpenArrivals, atMs: number, startAtMs: number): number {
  switch (arrivals.process) {
    case "poisson":
      return arrivals.ratePerMs;
    case "diurnal": {
      const { ratePerMs, amplitude, peakHour } = arrivals;
      const turn = (startAtMs + atMs - peakHour * HOUR_MS) / DAY_MS;
      return ratePerMs * (1 + amplitude * Math.cos(2 * Math.PI * turn));
    }
    case "bursty": {
      const { ratePerMs, everyMs, forMs, times } = arrivals;
      const isBurst = atMs >= everyMs && atMs % everyMs < forMs;
      return isBurst ? ratePerMs * times : ratePerMs;
    }
    default:
      return arrivals satisfies never;
  }
}
