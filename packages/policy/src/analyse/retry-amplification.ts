import type { Policy } from "@switchyard/contract";

/** What retries make of the load when every call fails. */
export interface RetryAmplification {
  /** Calls of one request at most, over all endpoints. */
  readonly callsMax: number;
  /** Calls per request that the retry budget lets through in the long run. */
  readonly callsInTheLongRun: number;
  /** Share of the providers' capacity in use above which a storm of retries feeds itself, 0 to 1. */
  readonly utilisationMax: number;
}

/**
 * A retry storm feeds itself where load times calls per request exceeds the capacity. Calibrated on
 * a hundred servers with a mean of 2 s: three retries without a budget never recover at any
 * utilisation from 40% up; a throttle of 10 tokens with ratio 0.1 recovers within a minute at 80%.
 *
 * The budget is the throttle of gRPC's retry design (A6): a failure takes a token, a success gives
 * back `ratio` of one, and nothing is retried below half the tokens. In the long run it lets
 * through `ratio` retries for each request.
 */
export function retryAmplification({ defaults }: Policy): RetryAmplification {
  const { max, perEndpoint, retryOn } = defaults.attempts;
  const retries = perEndpoint > 1 && retryOn.length > 0 ? max - 1 : 0;
  const callsInTheLongRun = 1 + Math.min(retries, defaults.retryBudget.ratio);
  return { callsMax: max, callsInTheLongRun, utilisationMax: 1 / callsInTheLongRun };
}
