/** A map of the last so many keys. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  /** Adds a key that is not in the map. Forgets the oldest one if the map is full. */
  add(key: string, value: Value): void;
}

/** A map that holds `sizeMax` keys at most, by a ring of them in the order they came. */
export function createRecentMap<Value>(sizeMax: number): RecentMap<Value> {
  const values = new Map<string, Value>();
  const ring: string[] = [];
  let oldest = 0;
  return {
    get: (key) => values.get(key),
    add: (key, value) => {
      const forgotten = ring[oldest];
      if (forgotten !== undefined) values.delete(forgotten);
      ring[oldest] = key;
      oldest = (oldest + 1) % sizeMax;
      values.set(key, value);
    },
  };
}
