/**
 * An immutable map of the keys that were set last, in bounded memory. Keys are spread over small
 * shards, so that one more copies a few dozen places however many there are.
 */
export interface RecentMap<Value> {
  readonly rows: readonly (readonly Shard<Value>[])[];
}

/** Entries whose keys fall together, the newest last. */
type Shard<Value> = readonly { readonly key: string; readonly value: Value }[];

/** A map with one entry more, and the value that made room for it. */
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
  const row: readonly Shard<Value>[] = Array.from({ length: SHARDS_PER_ROW }, () => []);
  return { rows: Array.from({ length: ROWS }, () => row) };
}

export function recentGet<Value>({ rows }: RecentMap<Value>, key: string): Value | undefined {
  const { row, column } = placeOf(key);
  return rows[row]?.[column]?.find((entry) => entry.key === key)?.value;
}

/** The map with `value` under `key`, which is now the newest of its shard. */
export function recentSet<Value>(
  { rows }: RecentMap<Value>,
  key: string,
  value: Value,
): RecentMapChange<Value> {
  const place = placeOf(key);
  const others = without(shardAt(rows, place), key);
  const [oldest] = others;
  if (oldest === undefined || others.length < SHARD_ENTRIES_MAX)
    return { map: withShard(rows, place, [...others, { key, value }]) };
  const kept = others.slice(1);
  return { map: withShard(rows, place, [...kept, { key, value }]), dropped: oldest.value };
}

/** The map without `key`. */
export function recentDelete<Value>({ rows }: RecentMap<Value>, key: string): RecentMap<Value> {
  const place = placeOf(key);
  return withShard(rows, place, without(shardAt(rows, place), key));
}

/** All values, in no order that means anything. */
export function* recentValues<Value>({ rows }: RecentMap<Value>): Generator<Value> {
  for (const row of rows) for (const shard of row) for (const { value } of shard) yield value;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

function shardAt<Value>(rows: RecentMap<Value>["rows"], { row, column }: Place): Shard<Value> {
  return rows[row]?.[column] ?? [];
}

function withShard<Value>(
  rows: RecentMap<Value>["rows"],
  { row, column }: Place,
  shard: Shard<Value>,
): RecentMap<Value> {
  return { rows: rows.with(row, (rows[row] ?? []).with(column, shard)) };
}

function without<Value>(shard: Shard<Value>, key: string): Shard<Value> {
  return shard.filter((entry) => entry.key !== key);
}

/** FNV-1a over code units (Fowler, Noll and Vo): spreads names that differ in one digit. */
function placeOf(key: string): Place {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  const place = (hash >>> 0) % (ROWS * SHARDS_PER_ROW);
  return { row: Math.floor(place / SHARDS_PER_ROW), column: place % SHARDS_PER_ROW };
}
