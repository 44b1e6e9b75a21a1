/** Spend of the recent past, in buckets of equal length: as much memory however much is spent. */
export interface SpendHistory {
  /**
   * Adds what was spent between two instants, nobody knows when: evenly. An instant older than the
   * newest known counts for the newest.
   */
  add(microUsd: number, fromMs: number, toMs: number): void;
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
  return {
    add: (microUsd, fromMs, toMs) => {
      const known = newest ?? Number.NEGATIVE_INFINITY;
      const last = Math.max(known, Math.floor(toMs / bucketMs));
      const first = Math.min(Math.floor(fromMs / bucketMs), last - 1);
      for (let bucket = Math.max(known, last - size) + 1; bucket < last; bucket += 1) {
        const share = Math.max(0, bucket - first) / (last - first);
        totals[place(bucket)] = total + microUsd * share;
      }
      total += microUsd;
      totals[place(last)] = total;
      newest = last;
    },
    sum: (windowMs, nowMs) => {
      if (newest === undefined) return 0;
      const before = Math.floor(nowMs / bucketMs) - Math.min(kept, Math.ceil(windowMs / bucketMs));
      if (before >= newest) return 0;
      return total - (totals[place(Math.max(before, newest - kept))] ?? 0);
    },
  };
}
