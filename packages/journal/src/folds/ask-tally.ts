import type { AskAnsweredEvent, AskFailedEvent } from "@switchyard/contract";
import { addLatency, EMPTY_LATENCIES, type LatencySketch } from "./latency-sketch.ts";

/**
 * How asks ended. Each ask is in exactly one of `answered`, `degraded`, `refused` and `failed`,
 * so the four add up to `requests`.
 */
export interface AskTally {
  readonly requests: number;
  /** Answered on rung `full`. */
  readonly answered: number;
  /** Answered on a lower rung, the static one included. */
  readonly degraded: number;
  /** Ended in `route-refused` or `budget-exhausted`. */
  readonly refused: number;
  /** Ended in another typed error. */
  readonly failed: number;
  /** Answered by a model, on whatever rung. */
  readonly byModel: number;
  /** Answered by a model inside the caller's `slaMs`. */
  readonly byModelInsideSla: number;
  /** Asks in which a fallback was tried. */
  readonly fellBack: number;
  /** All spend of the asks, failed attempts too. */
  readonly costMicroUsd: number;
  /** Of answers by a model. */
  readonly latencies: LatencySketch;
}

/** A tally of nothing. */
export const EMPTY_TALLY: AskTally = {
  requests: 0,
  answered: 0,
  degraded: 0,
  refused: 0,
  failed: 0,
  byModel: 0,
  byModelInsideSla: 0,
  fellBack: 0,
  costMicroUsd: 0,
  latencies: EMPTY_LATENCIES,
};

/** The tally with one ended ask more. */
export function tallyAsk(
  tally: AskTally,
  end: AskAnsweredEvent | AskFailedEvent,
  fellBack: boolean,
): AskTally {
  const base = {
    ...tally,
    requests: tally.requests + 1,
    fellBack: tally.fellBack + Number(fellBack),
    costMicroUsd: tally.costMicroUsd + end.costMicroUsd,
  };
  if (end.type === "ask-failed")
    return isRefusal(end.code)
      ? { ...base, refused: base.refused + 1 }
      : { ...base, failed: base.failed + 1 };

  const isFull = end.rung === "full";
  const isByModel = end.endpoint !== undefined;
  return {
    ...base,
    answered: base.answered + Number(isFull),
    degraded: base.degraded + Number(!isFull),
    byModel: base.byModel + Number(isByModel),
    byModelInsideSla: base.byModelInsideSla + Number(isByModel && end.insideSla),
    latencies: isByModel ? addLatency(base.latencies, end.latencyMs) : base.latencies,
  };
}

const REFUSALS: ReadonlySet<string> = new Set([
  "route-refused",
  "budget-exhausted",
  "quota-exhausted",
]);

function isRefusal(code: string): boolean {
  return REFUSALS.has(code);
}
