/** How long a key rests whose provider names no reset: long enough for a person to act. */
export const KEY_REST_MS = 300_000;

/** The keys of one endpoint by position: whose turn it is, and until when each one rests. */
export interface KeyRing {
  readonly keyCount: number;
  readonly next: number;
  /** Monotonic milliseconds by key: no step of the wall clock wakes one or keeps one resting. */
  readonly restsUntilMs: (index: number) => number;
}

/**
 * The next ready key, round robin. When all rest, the one that is ready soonest: the provider's
 * answer is worth more than our memory of it. Undefined for a ring without keys.
 */
export function takeKey(ring: KeyRing, nowMs: number): number | undefined {
  let soonest: number | undefined;
  let soonestAtMs = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset < ring.keyCount; offset += 1) {
    const key = (ring.next + offset) % ring.keyCount;
    const untilMs = ring.restsUntilMs(key);
    if (untilMs <= nowMs) return key;
    if (soonest !== undefined && untilMs >= soonestAtMs) continue;
    soonest = key;
    soonestAtMs = untilMs;
  }
  return soonest;
}

/** How long until the first key is ready, in milliseconds; 0 while one is. */
export function readyInMs({ keyCount, restsUntilMs }: KeyRing, nowMs: number): number {
  let readyAtMs = Number.POSITIVE_INFINITY;
  for (let key = 0; key < keyCount; key += 1) readyAtMs = Math.min(readyAtMs, restsUntilMs(key));
  return Math.max(0, readyAtMs - nowMs);
}
