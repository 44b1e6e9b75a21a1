import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  emptyRecentMap,
  RECENT_ENTRIES_MAX,
  recentDelete,
  recentGet,
  recentSet,
  recentValues,
  type RecentMap,
} from "./recent-map.ts";

test("few keys are kept as in a plain map, and no change touches the map before it", () => {
  const change = fc.record({ key: fc.nat(9).map(String), value: fc.option(fc.nat()) });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      let map: RecentMap<number> = emptyRecentMap();
      const plain = new Map<string, number>();
      for (const { key, value } of changes) {
        const before = [...recentValues(map)];
        const { map: set, dropped } = recentSet(map, key, value ?? 0);
        const next = value === null ? recentDelete(set, key) : set;
        expect(dropped).toBeUndefined();
        expect([...recentValues(map)]).toEqual(before);
        map = next;
        if (value === null) plain.delete(key);
        else plain.set(key, value);
      }
      for (let key = 0; key < 10; key += 1)
        expect(recentGet(map, `${key}`)).toBe(plain.get(`${key}`));
      expect([...recentValues(map)].toSorted()).toEqual([...plain.values()].toSorted());
    }),
  );
});

test("whatever was set is kept or was dropped, and what is used often is never dropped", () => {
  let map: RecentMap<number> = recentSet(emptyRecentMap<number>(), "often", -1).map;
  const count = RECENT_ENTRIES_MAX + 5000;
  const dropped = new Set<number>();
  for (let value = 0; value < count; value += 1) {
    const change = recentSet(map, `id-${value}`, value);
    map = value % 100 === 0 ? recentSet(change.map, "often", -1).map : change.map;
    if (change.dropped !== undefined) dropped.add(change.dropped);
  }
  const kept = [...recentValues(map)];
  expect(kept.length).toBeLessThanOrEqual(RECENT_ENTRIES_MAX);
  expect(kept.length + dropped.size).toBe(count + 1);
  expect(recentGet(map, "often")).toBe(-1);
  expect(recentGet(map, `id-${count - 1}`)).toBe(count - 1);
});
