/** Copying one shard of 64 keeps an update cheap with thousands of entries in flight. */
const SHARDS = 64;
/** The oldest entry of a full shard is dropped: an upper bound on what a broken stream can hold. */
const SHARD_ENTRIES_MAX = 256;

/** An immutable map from ids to values. */
export type ShardedMap<Value> = readonly ReadonlyMap<string, Value>[];

export function emptyShardedMap<Value>(): ShardedMap<Value> {
  return Array.from({ length: SHARDS }, () => new Map<string, Value>());
}

export function shardedGet<Value>(map: ShardedMap<Value>, key: string): Value | undefined {
  return map[shardOf(key)]?.get(key);
}

/** The map with `value` under `key`. */
export function shardedSet<Value>(
  map: ShardedMap<Value>,
  key: string,
  value: Value,
): ShardedMap<Value> {
  const entries = new Map(map[shardOf(key)]);
  entries.set(key, value);
  const [oldest] = entries.keys();
  if (entries.size > SHARD_ENTRIES_MAX && oldest !== undefined) entries.delete(oldest);
  return map.with(shardOf(key), entries);
}

/** The map without `key`; the same map when it is not there. */
export function shardedDelete<Value>(map: ShardedMap<Value>, key: string): ShardedMap<Value> {
  const shard = map[shardOf(key)];
  if (shard === undefined || !shard.has(key)) return map;
  const entries = new Map(shard);
  entries.delete(key);
  return map.with(shardOf(key), entries);
}

/** Ids end in what tells them apart, so the last characters spread them. */
function shardOf(key: string): number {
  let hash = 0;
  for (let at = Math.max(0, key.length - 8); at < key.length; at += 1) {
    hash = (hash * 31 + key.charCodeAt(at)) % 65_521;
  }
  return hash % SHARDS;
}
