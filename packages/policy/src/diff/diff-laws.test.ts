import type { Bundle, RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hashBundle } from "../load/hash-bundle.ts";
import { plan } from "../plan/plan.ts";
import { NOON_MS } from "../request/arbitraries.ts";
import { aBundlePair } from "./arbitraries.ts";
import { CHANGE_KINDS, type ChangeKind } from "./class-change.ts";
import { makeDiff } from "./make-diff.ts";
import type { PolicyDiff } from "./policy-diff.ts";

const RUNS = { numRuns: 60, seed: 5 };

const diffOf = (before: Bundle, after: Bundle): PolicyDiff =>
  makeDiff(before, after, { atMs: NOON_MS }).diff;

/** What a change becomes when it is taken back. */
const TAKEN_BACK: Readonly<Record<ChangeKind, ChangeKind>> = {
  lost: "gained",
  gained: "lost",
  "winner-changed": "winner-changed",
  "plan-only": "plan-only",
  "terminal-changed": "terminal-changed",
  "figures-only": "figures-only",
};

const VERDICT_BACK: Readonly<Record<PolicyDiff["verdict"], PolicyDiff["verdict"]>> = {
  equivalent: "equivalent",
  "same-endpoints": "same-endpoints",
  narrower: "wider",
  wider: "narrower",
  incomparable: "incomparable",
};

test("a bundle and itself differ in nothing", () => {
  fc.assert(
    fc.property(aBundlePair(), ([bundle]) => {
      const { verdict, changed, groups, variables } = diffOf(bundle, structuredClone(bundle));

      expect({ verdict, changed, groups, variables }).toEqual({
        verdict: "equivalent",
        changed: 0n,
        groups: [],
        variables: [],
      });
    }),
    RUNS,
  );
});

test("a change taken back changes the same classes, the other way round", () => {
  fc.assert(
    fc.property(aBundlePair(), ([before, after]) => {
      const there = diffOf(before, after);
      const back = diffOf(after, before);

      expect([back.classes, back.changed]).toEqual([there.classes, there.changed]);
      expect(back.verdict).toBe(VERDICT_BACK[there.verdict]);
      expect(CHANGE_KINDS.map((kind) => back.changedByKind[TAKEN_BACK[kind]])).toEqual(
        CHANGE_KINDS.map((kind) => there.changedByKind[kind]),
      );
    }),
    RUNS,
  );
});

test("the request of each group is planned otherwise by the two bundles", () => {
  let replayed = 0;
  fc.assert(
    fc.property(aBundlePair(), ([before, after]) => {
      for (const { witness } of diffOf(before, after).groups) {
        replayed += 1;
        expect(endsOf(after, witness.request)).not.toEqual(endsOf(before, witness.request));
      }
    }),
    RUNS,
  );
  expect(replayed).toBeGreaterThan(30);
});

test("bundles that plan some class otherwise have different hashes", () => {
  let unlike = 0;
  fc.assert(
    fc.property(aBundlePair(), ([before, after]) => {
      const [had, has] = [before, after].map(({ policy, catalog }) => hashBundle(policy, catalog));
      const { changed } = diffOf(before, after);
      if (changed > 0n) unlike += 1;

      expect(changed > 0n && had === has).toBe(false);
    }),
    RUNS,
  );
  expect(unlike).toBeGreaterThan(20);
});

/** All that a diff looks at: whether the names are declared, and the plan but for its reasons. */
function endsOf({ policy, ...rest }: Bundle, request: RequestClass): unknown {
  const { intents, risks, residencies } = policy.domains;
  const { rungs, ...ends } = plan({ policy, ...rest }, request, NOON_MS);
  return [
    intents.includes(request.intent),
    risks.includes(request.risk),
    residencies.includes(request.residency),
    ends,
    rungs.map(({ rung, endpoints }) => [rung, endpoints]),
  ];
}
