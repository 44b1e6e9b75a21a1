import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createEventHeap, type HeapEntry } from "./event-heap.ts";

const anEntry = fc.record({
  atMs: fc.integer({ min: 0, max: 20 }),
  key: fc.constantFrom("", "a", "b", "c"),
  isCancelled: fc.boolean(),
});

test("live entries come out in (time, key, sequence) order and cancelled ones never", () => {
  fc.assert(
    fc.property(fc.array(anEntry, { maxLength: 300 }), (plans) => {
      const heap = createEventHeap();
      const added = plans.map(({ atMs, key }) => heap.add(atMs, key, () => {}));
      added.forEach((entry, index) => {
        if (plans[index]?.isCancelled === true) heap.cancel(entry);
      });
      const expected = added
        .filter((_, index) => plans[index]?.isCancelled === false)
        .toSorted(
          (a, b) =>
            a.atMs - b.atMs || Number(a.key > b.key) - Number(a.key < b.key) || a.seq - b.seq,
        );

      expect(heap.size()).toBe(expected.length);
      const taken: HeapEntry[] = [];
      for (let next = heap.take(); next !== undefined; next = heap.take()) taken.push(next.entry);
      expect(taken.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
      expect(heap.size()).toBe(0);
    }),
  );
});

test("cancelling twice or after the entry was taken changes nothing", () => {
  const heap = createEventHeap();
  const first = heap.add(1, "", () => {});
  const second = heap.add(2, "", () => {});
  heap.take();
  heap.cancel(first);
  heap.cancel(second);
  heap.cancel(second);

  expect(heap.size()).toBe(0);
  expect(heap.peek()).toBeUndefined();
});
