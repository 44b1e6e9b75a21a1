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

/** The end of a rest that never was. */
const AWAKE = Number.NEGATIVE_INFINITY;

/** Remembers which key comes next and which rests; holds positions only, never a key. */
export function createKeyRings(): KeyRings {
  const turns = new Map<string, number>();
  /** By endpoint or region, then by position. */
  const rests = new Map<string, readonly number[]>();

  const ringOf = ({ endpoint, provider, region, keyCount }: KeyUse): KeyRing => {
    // While no key rests, as mostly, no names need be made to look for one.
    const ofRegion = rests.size === 0 ? undefined : rests.get(regionId(provider, region));
    const ofEndpoint = rests.get(endpoint);
    return {
      keyCount,
      next: turns.get(endpoint) ?? 0,
      restsUntilMs: (index) => Math.max(ofRegion?.[index] ?? AWAKE, ofEndpoint?.[index] ?? AWAKE),
    };
  };
  return {
    take: (use, nowMs) => {
      const index = takeKey(ringOf(use), nowMs);
      if (index !== undefined) turns.set(use.endpoint, (index + 1) % use.keyCount);
      return index;
    },
    rest: (use, index, scope, untilMs, nowMs) => {
      const { endpoint, provider, region, keyCount } = use;
      const id = scope === "endpoint" ? endpoint : regionId(provider, region);
      const before = rests.get(id) ?? Array.from({ length: keyCount }, () => AWAKE);
      rests.set(id, before.with(index, untilMs));
      return readyInMs(ringOf(use), nowMs);
    },
  };
}

function regionId(provider: string, region: string): string {
  return `${provider}#${region}`;
}
