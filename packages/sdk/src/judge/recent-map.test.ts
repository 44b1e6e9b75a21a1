import fc from "fast-check";
import { expect, test } from "vitest";
import { createRecentMap } from "./recent-map.ts";

const aKey = fc.constantFrom(..."abcdefghij");

test("the last so many keys are kept with their last value, and never more than twice as many", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(aKey, fc.boolean())),
      (size, uses) => {
        const map = createRecentMap<number>(size);
        const values = new Map<string, number>();
        let used: string[] = [];
        for (const [index, [key, isRead]] of uses.entries()) {
          if (isRead && map.get(key) === undefined) continue;
          if (!isRead) {
            map.set(key, index);
            values.set(key, index);
          }
          used = [...used.filter((other) => other !== key), key];

          const entries = map.entries();
          expect(entries.length).toBeLessThanOrEqual(2 * size);
          expect(new Set(entries.map(([kept]) => kept)).size).toBe(entries.length);
          for (const [kept, value] of entries) expect(value).toBe(values.get(kept));
          const kept = new Map(entries);
          for (const recent of used.slice(-size)) expect(kept.has(recent)).toBe(true);
        }
      },
    ),
  );
});

test("a key that is read is used", () => {
  const map = createRecentMap<string>(2);
  for (const key of ["a", "b", "c", "d"]) map.set(key, key);
  expect(map.get("a")).toBe("a");
  map.set("e", "e");
  expect(map.get("a")).toBe("a");
});

test("a key that is not used any more is forgotten", () => {
  const map = createRecentMap<number>(2);
  for (const key of ["a", "b", "c", "d", "e"]) map.set(key, 1);
  expect(map.get("a")).toBeUndefined();
  expect(map.get("e")).toBe(1);
});
