import { createKeyRing, hasReadyKey, restKey, takeKey, type KeyRing } from "./key-ring.ts";

/** The key rings of a port, one per endpoint, made when first used. */
export interface KeyRings {
  /** The position of the key whose turn it is; undefined where none is needed. */
  take(endpoint: string, keyCount: number, epochMs: number): number | undefined;
  /** Lets a key that was taken rest. Whether another is ready. */
  rest(endpoint: string, index: number, untilMs: number, epochMs: number): boolean;
}

/** Remembers which key comes next and which rests; holds positions only, never a key. */
export function createKeyRings(): KeyRings {
  const rings = new Map<string, KeyRing>();
  return {
    take(endpoint, keyCount, epochMs) {
      const taken = takeKey(rings.get(endpoint) ?? createKeyRing(keyCount), epochMs);
      if (taken !== undefined) rings.set(endpoint, taken.ring);
      return taken?.index;
    },
    rest(endpoint, index, untilMs, epochMs) {
      const ring = rings.get(endpoint);
      if (ring === undefined) return false;
      const rested = restKey(ring, index, untilMs);
      rings.set(endpoint, rested);
      return hasReadyKey(rested, epochMs);
    },
  };
}
