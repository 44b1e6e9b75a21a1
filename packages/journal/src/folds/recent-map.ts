/**
 * An immutable map of the keys that were set last, in bounded memory. Keys are spread over small
 * shards, so that one more copies a few dozen entries however many there are.
 */
export interface RecentMap<Value> {
  readonly rows: readonly (readonly ReadonlyMap<string, Value>[])[];
}

/** A map with one entry more, and the one that made room for it. */
export interface RecentMapChange<Value> {
  readonly map: RecentMap<Value>;
  /** Absent: there was room. */
  readonly dropped?: Value;
}

const ROWS = 64;
const SHARDS_PER_ROW = 64;
const SHARD_ENTRIES_MAX = 16;

/** More entries are never kept. Keys fall unevenly, so some shards are full from half of it on. */
export const RECENT_ENTRIES_MAX: number = ROWS * SHARDS_PER_ROW * SHARD_ENTRIES_MAX;

/** A map of nothing. */
export function emptyRecentMap<Value>(): RecentMap<Value> {
  const row = Array.from({ length: SHARDS_PER_ROW }, () => new Map<string, Value>());
  return { rows: Array.from({ length: ROWS }, () => row) };
}

export function recentGet<Value>({ rows }: RecentMap<Value>, key: string): Value | undefined {
  const { row, shard } = placeOf(key);
  return rows[row]?.[shard]?.get(key);
}

/** The map with `value` under `key`, which is now the newest of its shard. */
export function recentSet<Value>(
  map: RecentMap<Value>,
  key: string,
  value: Value,
): RecentMapChange<Value> {
  const entries = new Map(entriesAt(map, key));
  entries.delete(key);
  entries.set(key, value);
  const [oldest] = entries;
  if (entries.size <= SHARD_ENTRIES_MAX || oldest === undefined)
    return { map: withEntries(map, key, entries) };
  const [oldestKey, dropped] = oldest;
  entries.delete(oldestKey);
  return { map: withEntries(map, key, entries), dropped };
}

/** The map without `key`; the same map when it is not there. */
export function recentDelete<Value>(map: RecentMap<Value>, key: string): RecentMap<Value> {
  const before = entriesAt(map, key);
  if (before === undefined || !before.has(key)) return map;
  const entries = new Map(before);
  entries.delete(key);
  return withEntries(map, key, entries);
}

/** All values, in no order that means anything. */
export function* recentValues<Value>({ rows }: RecentMap<Value>): Generator<Value> {
  for (const row of rows) for (const entries of row) yield* entries.values();
}

function entriesAt<Value>(
  { rows }: RecentMap<Value>,
  key: string,
): ReadonlyMap<string, Value> | undefined {
  const { row, shard } = placeOf(key);
  return rows[row]?.[shard];
}

function withEntries<Value>(
  { rows }: RecentMap<Value>,
  key: string,
  entries: ReadonlyMap<string, Value>,
): RecentMap<Value> {
  const { row, shard } = placeOf(key);
  return { rows: rows.with(row, (rows[row] ?? []).with(shard, entries)) };
}

/** FNV-1a over code units (Fowler, Noll and Vo): spreads names that differ in one digit. */
function placeOf(key: string): { readonly row: number; readonly shard: number } {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  const place = (hash >>> 0) % (ROWS * SHARDS_PER_ROW);
  return { row: Math.floor(place / SHARDS_PER_ROW), shard: place % SHARDS_PER_ROW };
}
