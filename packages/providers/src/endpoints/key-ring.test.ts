import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readyInMs, takeKey, type KeyRing } from "./key-ring.ts";

function ringOf(restsUntilMs: readonly number[], next: number): KeyRing {
  const restOf = (index: number): number => restsUntilMs[index] ?? Number.NaN;
  return { keyCount: restsUntilMs.length, next, restsUntilMs: restOf };
}

function aRing(): fc.Arbitrary<KeyRing> {
  return fc
    .array(fc.nat(100), { minLength: 1, maxLength: 5 })
    .chain((rests) => fc.nat(rests.length - 1).map((next) => ringOf(rests, next)));
}

test("a resting key is taken only when all rest, and then the one ready soonest", () => {
  fc.assert(
    fc.property(aRing(), fc.nat(100), (ring, nowMs) => {
      const restMs = ring.restsUntilMs(takeKey(ring, nowMs) ?? -1);

      expect(restMs).toBeLessThanOrEqual(nowMs + readyInMs(ring, nowMs));
    }),
  );
});

test("ready keys take equal turns", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), (keys, rounds) => {
      const rests = Array.from({ length: keys }, () => 0);
      const turns = Array.from({ length: keys }, () => 0);
      let next = 0;
      for (let i = 0; i < keys * rounds; i += 1) {
        const taken = takeKey(ringOf(rests, next), 0);
        if (taken === undefined) throw new Error("no key");
        turns[taken] = (turns[taken] ?? 0) + 1;
        next = (taken + 1) % keys;
      }

      expect(turns).toEqual(turns.map(() => rounds));
    }),
  );
});

test("a ring without keys has none to take", () => {
  expect(takeKey(ringOf([], 0), 0)).toBeUndefined();
});
