/** A map of the keys used lately. */
export interface RecentMap<Value> {
  /** A key that is found is used. */
  get(key: string): Value | undefined;
  /** Adds or replaces; the key is used. */
  set(key: string, value: Value): void;
  /** Values by key, each key once. */
  entries(): readonly (readonly [string, Value])[];
}

/**
 * A map that keeps the `sizeMin` keys used last, at least, and twice as many at most. When the
 * young half is full it becomes the old one and the old one is forgotten; a key found in the old
 * half is young again.
 */
export function createRecentMap<Value>(sizeMin: number): RecentMap<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  const set = (key: string, value: Value): void => {
    if (young.size >= sizeMin && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const kept = old.get(key);
      if (kept !== undefined) set(key, kept);
      return kept;
    },
    set,
    entries: () => [...[...old].filter(([key]) => !young.has(key)), ...young],
  };
}
