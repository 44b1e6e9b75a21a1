import type { PolicyDefaults } from "@switchyard/contract";
import type { ObservedStreams } from "./stream-book.ts";

/** How long a stream may be silent: before its first part, and after any. In milliseconds. */
export type StreamLimits = Pick<PolicyDefaults["timeouts"], "firstTokenMs" | "idleMs">;

/**
 * How much longer than its p95 a stream is waited for. Where times are log-normal with a spread of
 * 0.5, three times the p95 gives up one good stream in 16,000.
 */
export const PATIENCE = 3;
/**
 * No stream is given up sooner, so that one lost packet is no stall: a connection repeats its first
 * after one second (RFC 6298, section 2.1), and half a second is left for the answer to it.
 */
export const FIRST_TOKEN_MS_MIN = 1_500;
/** What was shown cannot be taken back, so a stream that has begun is waited for twice as long. */
export const IDLE_MS_MIN = 3_000;

/** The policy's limits, and shorter ones for an endpoint whose streams were observed to be quick. */
export function streamLimits(
  { firstTokenMs, idleMs }: StreamLimits,
  { firstTokenMsP95, silenceMsP95 }: ObservedStreams,
): StreamLimits {
  return {
    firstTokenMs: Math.min(firstTokenMs, patience(firstTokenMsP95, FIRST_TOKEN_MS_MIN)),
    idleMs: Math.min(idleMs, patience(silenceMsP95, IDLE_MS_MIN)),
  };
}

function patience(msP95: number = Number.POSITIVE_INFINITY, msMin: number): number {
  return Math.max(msMin, msP95 * PATIENCE);
}
