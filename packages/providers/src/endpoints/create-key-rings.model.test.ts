import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyRings, type KeyUse, type RestScope } from "./create-key-rings.ts";

const KEYS = 3;
const use = (endpoint: string, region: string): KeyUse => ({
  endpoint: `${endpoint}#${region}`,
  provider: "alpha",
  region,
  keyCount: KEYS,
});
/** Two models of one region, and one of another. */
const USES = [use("alpha/quick", "us"), use("alpha/strong", "us"), use("alpha/quick", "eu")];

type Entry =
  | { readonly does: "take"; readonly use: KeyUse; readonly index: number }
  | {
      readonly does: "rest";
      readonly use: KeyUse;
      readonly index: number;
      readonly scope: RestScope;
      readonly untilMs: number;
    };

/** Until when a key rests for an endpoint: the last word for the model, and for its region. */
function restsUntilMs(log: readonly Entry[], wanted: KeyUse, index: number): number {
  const lastOf = (scope: RestScope): number => {
    const last = log.findLast(
      (entry) =>
        entry.does === "rest" &&
        entry.scope === scope &&
        entry.index === index &&
        (scope === "region"
          ? entry.use.region === wanted.region
          : entry.use.endpoint === wanted.endpoint),
    );
    return last?.does === "rest" ? last.untilMs : Number.NEGATIVE_INFINITY;
  };
  return Math.max(lastOf("region"), lastOf("endpoint"));
}

/** The key whose turn it is: the first ready after the last taken, else the first to be ready. */
function turnOf(log: readonly Entry[], wanted: KeyUse, nowMs: number): number {
  const last = log.findLast(
    (entry) => entry.does === "take" && entry.use.endpoint === wanted.endpoint,
  );
  const from = last === undefined ? 0 : last.index + 1;
  let best = from % KEYS;
  for (let step = 0; step < KEYS; step += 1) {
    const key = (from + step) % KEYS;
    if (restsUntilMs(log, wanted, key) <= nowMs) return key;
    if (restsUntilMs(log, wanted, key) < restsUntilMs(log, wanted, best)) best = key;
  }
  return best;
}

const someActs = fc.array(
  fc.record({
    afterMs: fc.constantFrom(0, 0, 1, 1_000, 60_000, 300_000),
    use: fc.constantFrom(...USES),
    rests: fc.option(
      fc.record({
        scope: fc.constantFrom<RestScope>("endpoint", "region"),
        forMs: fc.constantFrom(0, 1_000, 300_000, 86_400_000),
      }),
      { nil: undefined },
    ),
  }),
  { maxLength: 50 },
);

test("keys take turns and rest as the list of all that was taken and rested says", () => {
  fc.assert(
    fc.property(someActs, (acts) => {
      const rings = createKeyRings();
      const log: Entry[] = [];
      let nowMs = 1_234.5;
      for (const { afterMs, use: wanted, rests } of acts) {
        nowMs += afterMs;
        const index = turnOf(log, wanted, nowMs);
        expect(rings.take(wanted, nowMs)).toBe(index);
        log.push({ does: "take", use: wanted, index });
        if (rests === undefined) continue;
        const untilMs = nowMs + rests.forMs;
        log.push({ does: "rest", use: wanted, index, scope: rests.scope, untilMs });
        const soonest = Math.min(...[0, 1, 2].map((key) => restsUntilMs(log, wanted, key)));
        const readyInMs = rings.rest(wanted, index, rests.scope, untilMs, nowMs);
        expect(readyInMs).toBe(Math.max(0, soonest - nowMs));
      }
    }),
    { numRuns: 300 },
  );
});
