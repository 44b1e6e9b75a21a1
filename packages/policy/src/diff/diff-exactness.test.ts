import type { Bundle, Plan, RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ClassCube, NumberRange } from "../analyse/analysis-finding.ts";
import { CLASS_FIELDS, requestOf, type ClassValues } from "../analyse/class-fields.ts";
import { plan } from "../plan/plan.ts";
import { NOON_MS } from "../request/arbitraries.ts";
import { aBundlePair } from "./arbitraries.ts";
import { CHANGE_KINDS, type ChangeKind } from "./class-change.ts";
import { makeDiff } from "./make-diff.ts";
import type { PolicyDiff } from "./policy-diff.ts";

/** Every combination of values, by positions. */
function* positions(sizes: readonly number[], at: readonly number[] = []): Generator<number[]> {
  const size = sizes[at.length];
  if (size === undefined) {
    yield [...at];
    return;
  }
  for (let value = 0; value < size; value += 1) yield* positions(sizes, [...at, value]);
}

/** The plan of a class without rejections; undefined: the policy does not declare its names. */
function outcomeOf(bundle: Bundle, request: RequestClass): Omit<Plan, "gapReason"> | undefined {
  const { intents, risks, residencies } = bundle.policy.domains;
  const isDeclared =
    intents.includes(request.intent) &&
    risks.includes(request.risk) &&
    residencies.includes(request.residency);
  if (!isDeclared) return undefined;
  const { gapReason, rungs, ...rest } = plan(bundle, request, NOON_MS);
  return {
    ...rest,
    ...(gapReason !== undefined && { isIntended: true }),
    rungs: rungs.map(({ rung, endpoints }) => ({ rung, endpoints, rejections: [] })),
  };
}

type Outcome = ReturnType<typeof outcomeOf>;

function kindBetween(before: Outcome, after: Outcome): ChangeKind | undefined {
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  const served = (outcome: Outcome) => outcome?.rungs.find(({ endpoints }) => endpoints.length > 0);
  const [had, has] = [served(before), served(after)];
  if (had === undefined) return has === undefined ? "terminal-changed" : "gained";
  if (has === undefined) return "lost";
  if (had.rung !== has.rung || had.endpoints[0]?.id !== has.endpoints[0]?.id) {
    return "winner-changed";
  }
  const ids = (outcome: Outcome): string =>
    JSON.stringify([
      outcome?.route,
      outcome?.rungs.map(({ rung, endpoints }) => [rung, endpoints.map(({ id, via }) => id + via)]),
    ]);
  if (ids(before) !== ids(after)) return "plan-only";
  return before?.endsStatic === after?.endsStatic ? "figures-only" : "terminal-changed";
}

/** Whether each value of each field is in a cube. */
function membersOf(values: ClassValues, cube: ClassCube): readonly (readonly boolean[])[] {
  return CLASS_FIELDS.map((field) => {
    const held: readonly unknown[] | undefined = cube[field];
    if (field === "slaMs" || field === "contextTokens") {
      const ranges = cube[field];
      return values[field].map((value) => ranges === undefined || ranges.some(holds(value)));
    }
    return values[field].map(
      (value) =>
        held === undefined || held.some((one) => JSON.stringify(one) === JSON.stringify(value)),
    );
  });
}

const holds =
  (value: number) =>
  ({ from, below }: NumberRange): boolean =>
    from <= value && (below === null || value < below);

/** The kinds of the groups that hold a class, by one of their cubes each. */
function holdingKinds({ groups }: PolicyDiff, values: ClassValues) {
  const cubes = groups.flatMap(({ kind, cubes }) =>
    cubes.map((cube) => ({ kind, members: membersOf(values, cube) })),
  );
  return (at: readonly number[]): readonly ChangeKind[] =>
    cubes.flatMap(({ kind, members }) =>
      at.every((value, field) => members[field]?.[value] === true) ? kind : [],
    );
}

test("what changes, how and in which group is what planning every class by both bundles gives", () => {
  const kinds = new Map<ChangeKind, number>();
  let interacting = 0;
  fc.assert(
    fc.property(aBundlePair(), ([before, after]) => {
      const { diff, comparison } = makeDiff(before, after, { atMs: NOON_MS });
      const { values, sizes } = comparison.change.diagram;
      const kindsAt = holdingKinds(diff, values);
      let [classes, changed] = [0n, 0n];
      const wrong: unknown[] = [];
      for (const at of positions(sizes)) {
        const request = requestOf(values, at);
        const [had, has] = [outcomeOf(before, request), outcomeOf(after, request)];
        if (had !== undefined || has !== undefined) classes += 1n;
        const kind = kindBetween(had, has);
        if (kind !== undefined) {
          changed += 1n;
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        }
        const holding = kindsAt(at);
        if (holding.length > 1 || holding[0] !== kind) wrong.push({ request, kind, holding });
      }
      expect(wrong).toEqual([]);
      expect([diff.classes, diff.changed]).toEqual([classes, changed]);
      expect(diff.groups.reduce((sum, group) => sum + group.classes, 0n)).toBe(changed);
      expect(diff.verdict === "equivalent").toBe(changed === 0n && diff.variables.length === 0);
      if ((diff.interaction?.overlapping ?? 0n) > 0n) interacting += 1;
    }),
    // The seed holds the counts below; another one may draw few changes of a kind.
    { numRuns: 300, seed: 9, endOnFailure: true },
  );
  expect(kinds.size).toBe(CHANGE_KINDS.length);
  expect(Math.min(...kinds.values())).toBeGreaterThan(100);
  expect(interacting).toBeGreaterThan(10);
});
