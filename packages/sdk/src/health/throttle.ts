import type { RateLimit } from "@switchyard/contract";

/** Limits are by the minute, so a longer reset is a mistake or another kind of limit. */
export const HOLD_MS_MAX = 60_000;

/** Until when an endpoint is held back; monotonic. Undefined: it never was. */
export type HeldUntilMs = number | undefined;

/**
 * The hold after a provider's word on its limits. A limit that is used up holds the endpoint back
 * until its reset, for {@link HOLD_MS_MAX} at most. A word that there is more left shortens no
 * hold: answers come back in another order than they were counted in.
 *
 * @param nowMs monotonic
 */
export function heldAfter(
  heldUntilMs: HeldUntilMs,
  { remainingRequests, remainingTokens, resetsInMs }: RateLimit,
  nowMs: number,
): HeldUntilMs {
  if (remainingRequests !== 0 && remainingTokens !== 0) return heldUntilMs;
  const untilMs = nowMs + Math.min(HOLD_MS_MAX, Math.max(0, resetsInMs));
  return Math.max(heldUntilMs ?? untilMs, untilMs);
}

/** How much longer an endpoint is held back, in milliseconds; 0: not. */
export function holdMs(heldUntilMs: HeldUntilMs, nowMs: number): number {
  return heldUntilMs === undefined ? 0 : Math.max(0, heldUntilMs - nowMs);
}
