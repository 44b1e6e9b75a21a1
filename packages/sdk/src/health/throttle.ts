import type { RateLimit } from "@switchyard/contract";

/** Limits are by the minute, so a longer reset is a mistake or another kind of limit. */
export const HOLD_MS_MAX = 60_000;

/** Until when an endpoint is held back; monotonic. Undefined: it never was. */
export type HeldUntilMs = number | undefined;

const NONE_HELD: Readonly<Record<string, number>> = {};

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

/** Takes in a provider's word on an endpoint; gives the hold's end where it made it a later one. */
export function holdLonger(
  heldUntilMs: Map<string, number>,
  endpoint: string,
  rateLimit: RateLimit,
  nowMs: number,
): number | undefined {
  const before = heldUntilMs.get(endpoint);
  const untilMs = heldAfter(before, rateLimit, nowMs);
  if (untilMs === undefined || untilMs === before) return undefined;
  heldUntilMs.set(endpoint, untilMs);
  return untilMs;
}

/** A provider's word that no request is left for so long. */
export function usedUpFor(resetsInMs: number): RateLimit {
  return { remainingRequests: 0, resetsInMs };
}

/** How much longer endpoints are held back, in milliseconds. Holds that are over go. */
export function holdsLeft(
  heldUntilMs: Map<string, number>,
  nowMs: number,
): Readonly<Record<string, number>> {
  if (heldUntilMs.size === 0) return NONE_HELD;
  const holds: Record<string, number> = {};
  for (const [endpoint, untilMs] of heldUntilMs) {
    const leftMs = holdMs(untilMs, nowMs);
    if (leftMs > 0) holds[endpoint] = leftMs;
    else heldUntilMs.delete(endpoint);
  }
  return holds;
}

/** How much longer an endpoint is held back, in milliseconds; 0: not. */
export function holdMs(heldUntilMs: HeldUntilMs, nowMs: number): number {
  return heldUntilMs === undefined ? 0 : Math.max(0, heldUntilMs - nowMs);
}
