/** How long a key rests whose provider names no reset: long enough for a person to act. */
export const KEY_REST_MS = 300_000;

/** The keys of one endpoint by position: whose turn it is, and until when which one rests. */
export interface KeyRing {
  readonly next: number;
  /** Monotonic milliseconds by key: no step of the wall clock wakes one or keeps one resting. */
  readonly restsUntilMs: readonly number[];
}

/**
 * The next ready key, round robin. When all rest, the one that is ready soonest: the provider's
 * answer is worth more than our memory of it. Undefined for a ring without keys.
 */
export function takeKey(
  ring: KeyRing,
  nowMs: number,
): { readonly index: number; readonly ring: KeyRing } | undefined {
  const inTurn = ring.restsUntilMs.map(
    (_, offset) => (ring.next + offset) % ring.restsUntilMs.length,
  );
  const index =
    inTurn.find((key) => isReady(ring, key, nowMs)) ??
    inTurn.toSorted((a, b) => restOf(ring, a) - restOf(ring, b))[0];
  if (index === undefined) return undefined;
  return { index, ring: { ...ring, next: (index + 1) % ring.restsUntilMs.length } };
}

/** How long until the first key is ready, in milliseconds; 0 while one is. */
export function readyInMs({ restsUntilMs }: KeyRing, nowMs: number): number {
  return Math.max(0, Math.min(...restsUntilMs) - nowMs);
}

function isReady(ring: KeyRing, index: number, nowMs: number): boolean {
  return restOf(ring, index) <= nowMs;
}

function restOf(ring: KeyRing, index: number): number {
  return ring.restsUntilMs[index] ?? Number.NEGATIVE_INFINITY;
}
