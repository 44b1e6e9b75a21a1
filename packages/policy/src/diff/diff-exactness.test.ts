import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundlePair } from "./arbitraries.ts";
import { CHANGE_KINDS } from "./class-change.ts";
import { checkDiff } from "./fixtures/check-diff.ts";

// `scripts/prove-diff.ts` does the same with thousands of pairs.
test("what changes, how and in which group is what planning every class by both bundles gives", () => {
  const counts = new Map(CHANGE_KINDS.map((kind) => [kind, 0]));
  let interacting = 0;
  fc.assert(
    fc.property(aBundlePair(), ([before, after]) => {
      const { diff, kinds, mistakes } = checkDiff(before, after);
      expect(mistakes).toEqual([]);
      for (const [kind, count] of kinds) counts.set(kind, (counts.get(kind) ?? 0) + count);
      if ((diff.interaction?.overlapping ?? 0n) > 0n) interacting += 1;
    }),
    // The seed holds the counts below; another one may draw few changes of a kind.
    { numRuns: 300, seed: 9 },
  );
  expect(Math.min(...counts.values())).toBeGreaterThan(20);
  expect(interacting).toBeGreaterThan(3);
});
