import * as fc from "fast-check";
import { expect, test } from "vitest";
import { emptyShardedMap, shardedDelete, shardedGet, shardedSet } from "./sharded-map.ts";

test("behaves like a map, and leaves every earlier version as it was", () => {
  const steps = fc.array(fc.tuple(fc.nat(40), fc.option(fc.nat(), { nil: undefined })));
  fc.assert(
    fc.property(steps, (written) => {
      const model = new Map<string, number>();
      let map = emptyShardedMap<number>();
      for (const [id, value] of written) {
        const key = `ask-${id}`;
        const before = map;
        const known = shardedGet(before, key);
        map = value === undefined ? shardedDelete(map, key) : shardedSet(map, key, value);
        if (value === undefined) model.delete(key);
        else model.set(key, value);
        expect(shardedGet(before, key)).toBe(known);
      }
      for (let id = 0; id <= 40; id += 1) {
        expect(shardedGet(map, `ask-${id}`)).toBe(model.get(`ask-${id}`));
      }
    }),
  );
});

test("holds a bounded number of entries when none is ever deleted", () => {
  let map = emptyShardedMap<number>();
  for (let id = 0; id < 20_000; id += 1) map = shardedSet(map, `ask-${id}`, id);
  const entries = map.reduce((sum, shard) => sum + shard.length, 0);
  expect(entries).toBeLessThanOrEqual(64 * 256);
  expect(shardedGet(map, "ask-19999")).toBe(19_999);
});
