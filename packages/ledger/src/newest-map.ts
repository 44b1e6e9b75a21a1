/** A map of the keys that were added last. */
export interface NewestMap<Value> {
  get(key: string): Value | undefined;
  /** Adds a key that is not in the map. The oldest ones are forgotten. */
  add(key: string, value: Value): void;
}

/**
 * A map that holds the last `sizeMin` keys at least and twice as many at most. When the young half
 * is full it becomes the old one, and the old one is forgotten: to delete keys one by one would cost
 * several times as much.
 */
export function createNewestMap<Value>(sizeMin: number): NewestMap<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    add: (key, value) => {
      if (young.size >= sizeMin) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
    },
  };
}
