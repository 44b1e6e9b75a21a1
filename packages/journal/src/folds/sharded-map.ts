/** Copying one shard of 64 keeps an update cheap with thousands of entries in flight. */
const SHARDS = 64;
/** The oldest entry of a full shard is dropped: an upper bound on what a broken stream can hold. */
const SHARD_ENTRIES_MAX = 256;

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
}

/**
 * An immutable map from ids to values. A shard is a short list, oldest entry first: with some
 * hundred ids in flight it has a handful, and a list of them is copied in less time than a `Map`.
 */
export type ShardedMap<Value> = readonly (readonly Entry<Value>[])[];

export function emptyShardedMap<Value>(): ShardedMap<Value> {
  const empty: readonly Entry<Value>[] = [];
  return Array.from({ length: SHARDS }, () => empty);
}

export function shardedGet<Value>(map: ShardedMap<Value>, key: string): Value | undefined {
  const shard = map[shardOf(key)];
  return shard?.[placeOf(shard, key)]?.value;
}

/** The map with `value` under `key`. */
export function shardedSet<Value>(
  map: ShardedMap<Value>,
  key: string,
  value: Value,
): ShardedMap<Value> {
  const index = shardOf(key);
  const shard = map[index] ?? [];
  const place = placeOf(shard, key);
  if (place >= 0) return map.with(index, shard.with(place, { key, value }));
  const kept = shard.length < SHARD_ENTRIES_MAX ? shard : shard.slice(1);
  return map.with(index, [...kept, { key, value }]);
}

/** The map without `key`; the same map when it is not there. */
export function shardedDelete<Value>(map: ShardedMap<Value>, key: string): ShardedMap<Value> {
  const index = shardOf(key);
  const shard = map[index] ?? [];
  const place = placeOf(shard, key);
  return place < 0 ? map : map.with(index, shard.toSpliced(place, 1));
}

/** Where `key` is in its shard; -1: nowhere. */
function placeOf(shard: readonly Entry<unknown>[], key: string): number {
  for (let place = 0; place < shard.length; place += 1) if (shard[place]?.key === key) return place;
  return -1;
}

/** Ids end in what tells them apart, so the last characters spread them (FNV-1a, its top bits). */
function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = Math.max(0, key.length - 8); at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return hash >>> 26;
}
