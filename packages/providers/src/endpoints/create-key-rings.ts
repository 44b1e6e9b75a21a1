import { readyInMs, takeKey, type KeyRing } from "./key-ring.ts";

/** Where keys are used: an endpoint, and the provider's region that its models share. */
export interface KeyUse {
  readonly endpoint: string;
  readonly provider: string;
  readonly region: string;
  readonly keyCount: number;
}

/** What a key must not be used for while it rests: one model, or all of its provider's region. */
export type RestScope = "endpoint" | "region";

/** The keys of a port: each endpoint's turn, and who rests. Times are monotonic. */
export interface KeyRings {
  /** The position of the key whose turn it is; undefined where none is needed. */
  take(use: KeyUse, nowMs: number): number | undefined;
  /** Lets a key rest. Gives how long until the endpoint has a ready one; 0: it has. */
  rest(use: KeyUse, index: number, scope: RestScope, untilMs: number, nowMs: number): number;
}

/** Remembers which key comes next and which rests; holds positions only, never a key. */
export function createKeyRings(): KeyRings {
  const turns = new Map<string, number>();
  /** By endpoint or region, then by position. */
  const rests = new Map<string, readonly number[]>();

  const restsAt = (id: string, keyCount: number): readonly number[] =>
    rests.get(id) ?? Array.from({ length: keyCount }, () => Number.NEGATIVE_INFINITY);
  const ringOf = (use: KeyUse): KeyRing => {
    const ofRegion = restsAt(regionId(use), use.keyCount);
    const ofEndpoint = restsAt(use.endpoint, use.keyCount);
    return {
      next: turns.get(use.endpoint) ?? 0,
      restsUntilMs: ofRegion.map((untilMs, index) =>
        Math.max(untilMs, ofEndpoint[index] ?? untilMs),
      ),
    };
  };
  return {
    take: (use, nowMs) => {
      const taken = takeKey(ringOf(use), nowMs);
      if (taken !== undefined) turns.set(use.endpoint, taken.ring.next);
      return taken?.index;
    },
    rest: (use, index, scope, untilMs, nowMs) => {
      const id = scope === "endpoint" ? use.endpoint : regionId(use);
      rests.set(id, restsAt(id, use.keyCount).with(index, untilMs));
      return readyInMs(ringOf(use), nowMs);
    },
  };
}

function regionId({ provider, region }: KeyUse): string {
  return `${provider}#${region}`;
}
