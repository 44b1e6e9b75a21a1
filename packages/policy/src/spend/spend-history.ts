/** Spend of the recent past, in buckets of equal length: as much memory however much is spent. */
export interface SpendHistory {
  /** Adds spend at an instant. One older than the newest known counts for the newest. */
  add(atMs: number, microUsd: number): void;
  /** Spend of the last `windowMs`, up to the bucket of `nowMs`; at most what is kept. */
  sum(windowMs: number, nowMs: number): number;
}

/**
 * An empty history.
 *
 * @param bucketMs length of a bucket: an instant is known no better
 * @param keptMs how far {@link SpendHistory.sum} can look back
 */
export function createSpendHistory(bucketMs: number, keptMs: number): SpendHistory {
  const size = Math.ceil(keptMs / bucketMs);
  const buckets = new Float64Array(size);
  let newest = Number.NEGATIVE_INFINITY;

  const forgetUpTo = (bucket: number): void => {
    if (bucket <= newest) return;
    const passed = Math.min(size, bucket - newest);
    for (let index = bucket - passed + 1; index <= bucket; index += 1) buckets[place(index)] = 0;
    newest = bucket;
  };
  const place = (bucket: number): number => ((bucket % size) + size) % size;

  return {
    add: (atMs, microUsd) => {
      forgetUpTo(Math.floor(atMs / bucketMs));
      const index = place(newest);
      buckets[index] = (buckets[index] ?? 0) + microUsd;
    },
    sum: (windowMs, nowMs) => {
      const last = Math.floor(nowMs / bucketMs);
      const first = Math.max(last - Math.ceil(windowMs / bucketMs), newest - size) + 1;
      let sum = 0;
      for (let bucket = Math.min(last, newest); bucket >= first; bucket -= 1)
        sum += buckets[place(bucket)] ?? 0;
      return sum;
    },
  };
}
