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
  const kept = Math.ceil(keptMs / bucketMs);
  const size = kept + 1;
  /** All spend up to the end of each bucket, so that a sum is a difference. */
  const totals = new Float64Array(size);
  let newest: number | undefined;
  let total = 0;

  const place = (bucket: number): number => ((bucket % size) + size) % size;
  const advance = (bucket: number): number => {
    const from = newest === undefined ? bucket - size : Math.max(newest, bucket - size);
    for (let index = from + 1; index <= bucket; index += 1) totals[place(index)] = total;
    newest = Math.max(bucket, newest ?? bucket);
    return newest;
  };

  return {
    add: (atMs, microUsd) => {
      const bucket = advance(Math.floor(atMs / bucketMs));
      total += microUsd;
      totals[place(bucket)] = total;
    },
    sum: (windowMs, nowMs) => {
      if (newest === undefined) return 0;
      const before = Math.floor(nowMs / bucketMs) - Math.min(kept, Math.ceil(windowMs / bucketMs));
      if (before >= newest) return 0;
      return total - (totals[place(Math.max(before, newest - kept))] ?? 0);
    },
  };
}
