import * as fc from "fast-check";
import { expect, test } from "vitest";
import { policies } from "../arbitraries/policies.ts";
import { scenarios } from "../arbitraries/scenarios.ts";
import { breachesOf } from "../invariants/invariants.ts";
import { play } from "../play/play.ts";

/** Asks of a policy's one rehearsal. */
const ASKS = { asksMin: 20, asksMax: 40 };

test("on generated lint-clean policies, under random faults, every invariant holds", async () => {
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(
      policies().chain((bundle) => fc.tuple(fc.constant(bundle), scenarios(bundle, ASKS))),
      async ([bundle, scenario]) => {
        const trace = await play({ bundle, scenario });
        asked += Object.keys(trace.asks ?? {}).length;
        expect(breachesOf(trace)).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
  expect(asked).toBeGreaterThanOrEqual(2_000);
});
