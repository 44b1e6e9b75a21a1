/** How long a key rests whose provider names no reset: long enough for a person to act. */
export const KEY_REST_MS = 300_000;

/** The keys of one endpoint by position: whose turn it is, and until when which one rests. */
export interface KeyRing {
  readonly next: number;
  /** Epoch milliseconds by key; 0: it does not rest. */
  readonly restsUntilMs: readonly number[];
}

/** A ring in which every key is ready. */
export function createKeyRing(keyCount: number): KeyRing {
  return { next: 0, restsUntilMs: Array.from({ length: keyCount }, () => 0) };
}

/**
 * The next ready key, round robin. When all rest, the one that is ready soonest: the provider's
 * answer is worth more than our memory of it. Undefined for a ring without keys.
 */
export function takeKey(
  ring: KeyRing,
  epochMs: number,
): { readonly index: number; readonly ring: KeyRing } | undefined {
  const inTurn = ring.restsUntilMs.map(
    (_, offset) => (ring.next + offset) % ring.restsUntilMs.length,
  );
  const index =
    inTurn.find((key) => isReady(ring, key, epochMs)) ??
    inTurn.toSorted((a, b) => restOf(ring, a) - restOf(ring, b))[0];
  if (index === undefined) return undefined;
  return { index, ring: { ...ring, next: (index + 1) % ring.restsUntilMs.length } };
}

/** Lets a key rest. */
export function restKey(ring: KeyRing, index: number, untilMs: number): KeyRing {
  return { ...ring, restsUntilMs: ring.restsUntilMs.with(index, untilMs) };
}

/** Whether any key is ready. */
export function hasReadyKey(ring: KeyRing, epochMs: number): boolean {
  return ring.restsUntilMs.some((untilMs) => untilMs <= epochMs);
}

function isReady(ring: KeyRing, index: number, epochMs: number): boolean {
  return restOf(ring, index) <= epochMs;
}

function restOf(ring: KeyRing, index: number): number {
  return ring.restsUntilMs[index] ?? 0;
}
