/**
 * Counts of latencies in buckets that grow by a constant factor (the DDSketch of Masson, Rim and
 * Lee, PVLDB 2019), so that a quantile is known within {@link LATENCY_ERROR} in bounded memory.
 */
export interface LatencySketch {
  readonly count: number;
  /** Buckets in rows, so that one more count copies two short lists and not all. */
  readonly rows: readonly (readonly number[])[];
}

const GROWTH = 1.02;
const LOG_OF_GROWTH = Math.log(GROWTH);
const ROW_LENGTH = 64;
/** 15 rows reach 1.02^959 ms, more than two days. */
const ROWS = 15;
const BUCKET_MAX = ROWS * ROW_LENGTH - 1;

/** Relative error of a quantile, for latencies from 1 ms to two days; others read as the nearer end. */
export const LATENCY_ERROR: number = (GROWTH - 1) / (GROWTH + 1);

const EMPTY_ROW: readonly number[] = Array.from({ length: ROW_LENGTH }, () => 0);

/** A sketch of nothing. */
export const EMPTY_LATENCIES: LatencySketch = {
  count: 0,
  rows: Array.from({ length: ROWS }, () => EMPTY_ROW),
};

/** The sketch with one latency more. */
export function addLatency({ count, rows }: LatencySketch, latencyMs: number): LatencySketch {
  const bucket = Math.min(BUCKET_MAX, Math.ceil(Math.log(Math.max(1, latencyMs)) / LOG_OF_GROWTH));
  const index = Math.floor(bucket / ROW_LENGTH);
  const row = rows[index] ?? EMPTY_ROW;
  const column = bucket % ROW_LENGTH;
  return {
    count: count + 1,
    rows: rows.with(index, row.with(column, (row[column] ?? 0) + 1)),
  };
}

/**
 * The latency that a share of all does not exceed (nearest rank), in milliseconds rounded to the
 * microsecond; null of nothing.
 *
 * @param share 0 to 1, such as 0.95
 */
export function latencyQuantile({ count, rows }: LatencySketch, share: number): number | null {
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil(share * count));
  let seen = 0;
  for (const [index, row] of rows.entries())
    for (const [column, inBucket] of row.entries()) {
      seen += inBucket;
      if (seen >= rank) return bucketValueMs(index * ROW_LENGTH + column);
    }
  return bucketValueMs(BUCKET_MAX);
}

/** The value whose relative distance to both ends of the bucket is the same. */
function bucketValueMs(bucket: number): number {
  const valueMs = bucket === 0 ? 1 : (2 * GROWTH ** bucket) / (GROWTH + 1);
  return Math.round(valueMs * 1000) / 1000;
}
