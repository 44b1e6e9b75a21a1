/** Each bucket is 8% wider than the one below, so a percentile is read to within 4%. */
const GROWTH = 1.08;
/** 160 buckets reach 220 seconds; longer latencies land in the last. */
const BUCKETS = 160;

/** Counts of latencies by logarithmic bucket: bounded memory however many are added. */
export type LatencyHistogram = readonly number[];

export const EMPTY_HISTOGRAM: LatencyHistogram = [];

/** The histogram with one more latency. */
export function addLatency(histogram: LatencyHistogram, latencyMs: number): LatencyHistogram {
  const exact = Math.ceil(Math.log(Math.max(1, latencyMs)) / Math.log(GROWTH));
  const bucket = Math.min(BUCKETS - 1, exact);
  const counts = histogram.slice();
  while (counts.length <= bucket) counts.push(0);
  counts[bucket] = (counts[bucket] ?? 0) + 1;
  return counts;
}

/** The latency that a `share` of the counted ones do not exceed; undefined when there is none. */
export function latencyQuantile(
  histograms: readonly LatencyHistogram[],
  share: number,
): number | undefined {
  const counts: number[] = [];
  let total = 0;
  for (const histogram of histograms) {
    for (const [bucket, count] of histogram.entries()) {
      counts[bucket] = (counts[bucket] ?? 0) + count;
      total += count;
    }
  }
  if (total === 0) return undefined;
  const rank = Math.ceil(total * share);
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    seen += counts[bucket] ?? 0;
    if (seen >= rank) return GROWTH ** (bucket - 0.5);
  }
  return undefined;
}
