import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createNewestMap } from "./newest-map.ts";

test("a map of the newest keys has the last so many, and none older than twice as many", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(40), (sizeMin, added) => {
      const map = createNewestMap<number>(sizeMin);
      for (let key = 0; key < added; key += 1) map.add(String(key), key);
      const found = Array.from({ length: added }, (_, key) => map.get(String(key)));
      const first = found.findIndex((value) => value !== undefined);
      const held = first === -1 ? 0 : added - first;
      expect(held).toBeGreaterThanOrEqual(Math.min(added, sizeMin));
      expect(held).toBeLessThanOrEqual(2 * sizeMin);
      expect(found.slice(added - held)).toEqual(
        Array.from({ length: held }, (_, index) => added - held + index),
      );
    }),
  );
});
