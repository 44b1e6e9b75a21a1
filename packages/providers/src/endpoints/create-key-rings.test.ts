import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyRings, type KeyUse, type RestScope } from "./create-key-rings.ts";

const KEYS = 3;
const USES: readonly KeyUse[] = [
  { endpoint: "a/one#eu", provider: "a", region: "eu", keyCount: KEYS },
  { endpoint: "a/two#eu", provider: "a", region: "eu", keyCount: KEYS },
  { endpoint: "a/one#us", provider: "a", region: "us", keyCount: KEYS },
];

const rest = fc.record({
  use: fc.constantFrom(...USES),
  index: fc.nat(KEYS - 1),
  scope: fc.constantFrom<RestScope>("endpoint", "region"),
  lastsMs: fc.nat(100),
  afterMs: fc.nat(40),
});

/** Said again: until when a key may not be used at an endpoint. */
function restsUntil(
  rests: readonly { use: KeyUse; index: number; scope: RestScope; untilMs: number }[],
  use: KeyUse,
  index: number,
): number {
  const ofEndpoint = rests.findLast(
    (one) => one.index === index && one.scope === "endpoint" && one.use.endpoint === use.endpoint,
  );
  const ofRegion = rests.findLast(
    (one) => one.index === index && one.scope === "region" && one.use.region === use.region,
  );
  return Math.max(ofEndpoint?.untilMs ?? -1, ofRegion?.untilMs ?? -1);
}

test("a key rests at its endpoint or in all its region, and the first to be ready is told", () => {
  fc.assert(
    fc.property(fc.array(rest, { maxLength: 20 }), (acts) => {
      const rings = createKeyRings();
      const rests: (Omit<(typeof acts)[number], "lastsMs" | "afterMs"> & { untilMs: number })[] =
        [];
      let nowMs = 5;
      for (const { use, index, scope, lastsMs, afterMs } of acts) {
        nowMs += afterMs;
        rests.push({ use, index, scope, untilMs: nowMs + lastsMs });
        const readyInMs = rings.rest(use, index, scope, nowMs + lastsMs, nowMs);
        for (const other of USES) {
          const ends = Array.from({ length: KEYS }, (_, key) => restsUntil(rests, other, key));
          const firstMs = Math.max(0, Math.min(...ends) - nowMs);
          expect(other === use ? readyInMs : firstMs).toBe(firstMs);
          const taken = rings.take(other, nowMs) ?? -1;
          expect(Math.max(0, (ends[taken] ?? Number.NaN) - nowMs)).toBe(firstMs);
        }
      }
    }),
  );
});

test("an endpoint that needs no key takes none", () => {
  const use = { endpoint: "b/one#eu", provider: "b", region: "eu", keyCount: 0 };
  expect(createKeyRings().take(use, 0)).toBeUndefined();
});
