/** Names seen lately, in bounded memory: the newest of each bucket are kept. */
export interface RecentNames {
  readonly buckets: readonly (readonly string[])[];
}

const BUCKETS = 512;
const BUCKET_LENGTH = 128;

/** No names. Its buckets hold 65,536 names in all. */
export const NO_NAMES: RecentNames = {
  buckets: Array.from({ length: BUCKETS }, () => []),
};

export function hasName({ buckets }: RecentNames, name: string): boolean {
  return buckets[bucketOf(name)]?.includes(name) ?? false;
}

/** The names and one more; the oldest of its bucket is forgotten when the bucket is full. */
export function addName({ buckets }: RecentNames, name: string): RecentNames {
  const index = bucketOf(name);
  const kept = (buckets[index] ?? []).slice(1 - BUCKET_LENGTH);
  return { buckets: buckets.with(index, [...kept, name]) };
}

/** FNV-1a over code units (Fowler, Noll and Vo): spreads names that differ in one digit. */
function bucketOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
