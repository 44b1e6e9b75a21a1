import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readyInMs, takeKey, type KeyRing } from "./key-ring.ts";

function aRing(): fc.Arbitrary<KeyRing> {
  return fc
    .array(fc.nat(100), { minLength: 1, maxLength: 5 })
    .chain((restsUntilMs) =>
      fc.record({ next: fc.nat(restsUntilMs.length - 1), restsUntilMs: fc.constant(restsUntilMs) }),
    );
}

test("a resting key is taken only when all rest, and then the one ready soonest", () => {
  fc.assert(
    fc.property(aRing(), fc.nat(100), (ring, nowMs) => {
      const restOf = ring.restsUntilMs[takeKey(ring, nowMs)?.index ?? -1] ?? Number.NaN;

      const restMax = nowMs + readyInMs(ring, nowMs);
      expect(restOf).toBeLessThanOrEqual(restMax);
    }),
  );
});

test("ready keys take equal turns", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), (keys, rounds) => {
      let ring: KeyRing = { next: 0, restsUntilMs: Array.from({ length: keys }, () => 0) };
      const turns = Array.from({ length: keys }, () => 0);
      for (let i = 0; i < keys * rounds; i += 1) {
        const taken = takeKey(ring, 0);
        if (taken === undefined) throw new Error("no key");
        turns[taken.index] = (turns[taken.index] ?? 0) + 1;
        ring = taken.ring;
      }

      expect(turns).toEqual(turns.map(() => rounds));
    }),
  );
});

test("a ring without keys has none to take", () => {
  expect(takeKey({ next: 0, restsUntilMs: [] }, 0)).toBeUndefined();
});
