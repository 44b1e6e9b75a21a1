import type { ModelFailure } from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import { callsMade, type ClimbState, type FailedAttempt } from "./climb-state.ts";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { findEndpoint } from "./search-rungs.ts";

/** The backoff before a first retry is up to this long; it doubles with each further one. */
const BACKOFF_MS = 200;
const BACKOFF_MS_MAX = 2_000;

/**
 * How long to wait before the endpoint that failed is called again, in milliseconds; undefined
 * when another endpoint, or none, comes next.
 *
 * A hold of the endpoint is part of the wait. A retry needs a kind of failure that the policy
 * retries, calls left for the endpoint and for the ask, retry budget, a closed breaker, and time
 * for the wait and the endpoint's p95. Whatever the policy retries, a call that one key was refused
 * is made again at once with the next. Where another endpoint could be called, a retry must leave a
 * call and that endpoint's p95 for it.
 */
export function retryDelayMs(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  { attempt, failure, jitter }: FailedAttempt,
): number | undefined {
  const { id, latencyMsP95 } = attempt.endpoint;
  const { max, perEndpoint, retryOn } = ascent.policy.defaults.attempts;
  const calls = state.calls[id] ?? 0;
  const callsLeft = max - callsMade(state);
  const isForOtherKey = isMendedByOtherKey(failure);
  const isRetried = isForOtherKey || retryOn.some((kind) => kind === failure.kind);
  if (failure.retry === "never" || !isRetried) return undefined;
  if (calls >= perEndpoint || callsLeft < 1) return undefined;
  if (live.retriesRefused.has(id) || live.breakers[id] !== undefined) return undefined;

  const backMs = isForOtherKey ? 0 : (failure.retryAfterMs ?? backoffMs(calls, jitter));
  const delayMs = Math.max(backMs, live.held[id] ?? 0);
  const leftMs = remainingMs(ascent, live);
  const spareMs = leftMs - delayMs - latencyMsP95;
  if (spareMs < 0) return undefined;
  const fallback = findEndpoint(ascent, state, live, { remainingMs: leftMs, without: [id] });
  if (fallback === undefined) return delayMs;
  return callsLeft >= 2 && fallback.latencyMsP95 <= spareMs ? delayMs : undefined;
}

/**
 * Full jitter: a time drawn evenly from nothing to the doubled limit.
 *
 * Source: Marc Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
 */
function backoffMs(calls: number, jitter: number): number {
  return jitter * Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** (calls - 1));
}

/** A kind that is never retried, and all the same is here, failed for its key alone. */
function isMendedByOtherKey({ kind, retry }: ModelFailure): boolean {
  return retry === "same" && failureRule(kind).retry === "never";
}
