import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLeaseHeap } from "./lease-heap.ts";

const someLeases = fc.array(
  fc.record({ expiresAtMs: fc.integer({ min: 0, max: 99 }), endsEarly: fc.boolean() }),
  { maxLength: 40 },
);
/** The last lease fills the gap that 60 leaves, on a branch where all others expire after it. */
const onAnotherBranch = [0, 50, 1, 60, 61, 2, 3, 70, 71, 72, 73, 4, 5, 6, 7].map((expiresAtMs) => ({
  expiresAtMs,
  endsEarly: expiresAtMs === 60,
}));

test("leases come out when they are over, soonest first, and one that ended early never", () => {
  fc.assert(
    fc.property(someLeases, fc.nat(99), (drawn, firstLookMs) => {
      const heap = createLeaseHeap();
      const leases = drawn.map((lease) => ({ ...lease, place: 0 }));
      for (const lease of leases) heap.add(lease);
      for (const lease of leases) if (lease.endsEarly) heap.remove(lease);

      const taken = [firstLookMs, 99].map((atMs) => {
        const due: number[] = [];
        let lease = heap.takeDue(atMs);
        for (; lease !== undefined; lease = heap.takeDue(atMs)) due.push(lease.expiresAtMs);
        return due;
      });

      const left = leases.filter(({ endsEarly }) => !endsEarly).map((lease) => lease.expiresAtMs);
      const inOrder = left.toSorted((one, other) => one - other);
      expect(taken).toEqual([
        inOrder.filter((expiresAtMs) => expiresAtMs <= firstLookMs),
        inOrder.filter((expiresAtMs) => expiresAtMs > firstLookMs),
      ]);
    }),
    { examples: [[onAnotherBranch, 7]] },
  );
});
