import type { PlannedRung, PolicyInput, RungName } from "@switchyard/contract";
import { createPlanner } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST } from "../../test/sample-router.ts";
import type { Act } from "../../test/scripted-models.ts";

const ENDPOINTS = ["alpha/quick#us", "beta/quick#us", "gamma/strong#us"] as const;

/** What a call comes to: retried, passed on to the next endpoint, to none, or an answer. */
type Outcome = "answer" | "server-error" | "refusal" | "invalid-request";

interface World {
  readonly ladder: readonly RungName[];
  /** Whether the constrained rung asks with an instruction of its own. */
  readonly isBrief: boolean;
  readonly max: number;
  readonly perEndpoint: number;
  /** Of each endpoint's calls, in order. */
  readonly outcomes: Readonly<Record<string, readonly Outcome[]>>;
}

interface Climb {
  readonly calls: readonly (readonly [RungName, string])[];
  readonly end: RungName;
}

/** Climbs as the words of the policy say, by lists that are walked from the bottom each time. */
function climbByHand(rungs: readonly PlannedRung[], world: World): Climb {
  const calls: (readonly [RungName, string])[] = [];
  const barred = new Set<string>();
  const callsTo = (id: string): number => calls.filter(([, called]) => called === id).length;
  // A rung with an instruction of its own asks something else, so it may ask a refused model again.
  const isOwn = (rung: RungName): boolean =>
    rung === "summary" || (rung === "constrained" && world.isBrief);
  const asked = (rung: RungName, id: string): string => `${isOwn(rung) ? rung : ""} ${id}`;
  const openTo = (from: number, without?: string): (readonly [RungName, string])[] =>
    rungs.slice(from).flatMap(({ rung, endpoints }) =>
      endpoints
        .filter(({ id }) => id !== without && callsTo(id) < world.perEndpoint)
        .filter(({ id }) => !barred.has(asked(rung, id)))
        .map(({ id }) => [rung, id] as const),
    );
  let at = 0;
  let again: readonly [RungName, string] | undefined;
  while (calls.length < world.max) {
    const next = again ?? openTo(at)[0];
    if (next === undefined) break;
    const [rung, id] = next;
    at = rungs.findIndex((planned) => planned.rung === rung);
    calls.push(next);
    const outcome = world.outcomes[id]?.[callsTo(id) - 1];
    if (outcome === "answer") return { calls, end: rung };
    if (outcome === "invalid-request") break;
    const left = world.max - calls.length;
    const isSpared = openTo(at, id).length === 0 || left >= 2;
    const isRetried = outcome === "server-error" && callsTo(id) < world.perEndpoint && isSpared;
    again = isRetried ? next : undefined;
    if (!isRetried) barred.add(asked(rung, id));
  }
  return { calls, end: "static" };
}

/** First calls mostly fail, and later ones mostly do not: so lower rungs are reached, and answer. */
const someOutcomes: fc.Arbitrary<readonly Outcome[]> = fc.tuple(
  fc.constantFrom("refusal", "refusal", "server-error", "server-error", "answer"),
  fc.constantFrom("answer", "answer", "server-error", "refusal", "invalid-request"),
  fc.constantFrom("answer", "answer", "answer", "server-error"),
);
const FULL: readonly RungName[] = ["full"];
const aWorld: fc.Arbitrary<World> = fc.record({
  ladder: fc
    .subarray<RungName>(["constrained", "summary"])
    .map((lower): readonly RungName[] => FULL.concat(lower, "static")),
  isBrief: fc.boolean(),
  max: fc.integer({ min: 3, max: 8 }),
  perEndpoint: fc.integer({ min: 1, max: 3 }),
  outcomes: fc.record(Object.fromEntries(ENDPOINTS.map((id) => [id, someOutcomes]))),
});

/** A world in which the first rung that asks anew is answered: `constrained`, or `summary`. */
function refusedOnce(isBrief: boolean): World {
  const ladder: World["ladder"] = ["full", "constrained", "summary", "static"];
  const outcomes = Object.fromEntries(
    ENDPOINTS.map((id): [string, readonly Outcome[]] => [id, ["refusal", "answer"]]),
  );
  return { ladder, isBrief, max: 8, perEndpoint: 2, outcomes };
}

function policyOf({ ladder, isBrief, max, perEndpoint }: World): Partial<PolicyInput> {
  const [quick, ...others] = POLICY.routes;
  const attempts = { ...POLICY.defaults.attempts, max, perEndpoint };
  // A breaker that opens within one ask is another matter, with a model of its own.
  const breaker = { ...POLICY.defaults.breaker, consecutiveFailures: 100 };
  return {
    defaults: { ...POLICY.defaults, attempts, breaker },
    routes: [{ ...quick, ladder }, ...others],
    ladder: {
      ...POLICY.ladder,
      constrained: { tierDown: 1, ...(isBrief && { instruction: "Be brief." }) },
    },
  };
}

const actOf = (outcome: Outcome): Act => (outcome === "answer" ? {} : { fail: outcome });

test("an ask climbs call by call as the policy's words say, and ends on the rung they say", async () => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(aWorld, async (world) => {
      const script = Object.fromEntries(
        ENDPOINTS.map((id) => [id, (world.outcomes[id] ?? []).map(actOf)]),
      );
      const { ask, events, router, clock } = createSampleRouter({
        script,
        policy: policyOf(world),
      });
      const request = { ...REQUEST, slaMs: 60_000 };
      const { request: asked } = router.explain(request);
      const { rungs } = createPlanner(router.bundle)(asked, clock.epochMs());

      const { rung: end } = await ask(request);
      const calls = eventsOf(events, "attempt-started").map(({ rung, endpoint }) => [
        rung,
        endpoint,
      ]);
      expect({ calls, end }).toEqual(climbByHand(rungs, world));
      ends.add(end);
    }),
    { numRuns: 80, examples: [[refusedOnce(true)], [refusedOnce(false)]] },
  );
  expect([...ends].toSorted()).toEqual(["constrained", "full", "static", "summary"]);
});
