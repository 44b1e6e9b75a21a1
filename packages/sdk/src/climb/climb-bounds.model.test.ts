import type { PolicyInput } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter } from "../../test/sample-router.ts";

const ENDPOINTS = ["alpha/quick#us", "beta/quick#us", "gamma/strong#us"] as const;
const TIER_OF: Readonly<Record<string, number>> = {
  "alpha/quick": 0,
  "beta/quick": 0,
  "gamma/strong": 1,
};

const anOutcome = fc.constantFrom(
  { text: "so" },
  { text: "so" },
  { text: "because" },
  { fail: "overloaded" } as const,
  { fail: "network" } as const,
);
const aScript = fc
  .tuple(...ENDPOINTS.map(() => fc.array(anOutcome, { minLength: 12, maxLength: 12 })))
  .map((outcomes) => Object.fromEntries(ENDPOINTS.map((id, index) => [id, outcomes[index] ?? []])));

interface Bounds {
  readonly max: number;
  readonly perEndpoint: number;
  readonly escalations: number;
}

const someBounds: fc.Arbitrary<Bounds> = fc
  .record({
    max: fc.integer({ min: 1, max: 8 }),
    perEndpoint: fc.integer({ min: 1, max: 3 }),
    escalations: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ max, perEndpoint, escalations }) => ({
    max,
    perEndpoint: Math.min(max, perEndpoint),
    escalations,
  }));

/** The sample policy with these bounds, a gate that refuses `so`, and escalation to a higher tier. */
function policyOf({ max, perEndpoint, escalations }: Bounds): Partial<PolicyInput> {
  const [quick, ...others] = POLICY.routes;
  const escalate = { on: ["gate-failed"], to: "next-tier", max: escalations } as const;
  return {
    defaults: {
      ...POLICY.defaults,
      attempts: { ...POLICY.defaults.attempts, max, perEndpoint },
    },
    routes: [{ ...quick, gates: [{ mustInclude: ["because"] }], escalate }, ...others],
  };
}

test("no ask makes more calls than the policy allows, in all or to one endpoint", async () => {
  let bounded = 0;
  await fc.assert(
    fc.asyncProperty(someBounds, aScript, async (bounds, script) => {
      const { ask, models } = createSampleRouter({ script, policy: policyOf(bounds) });
      await ask({ slaMs: 60_000 }).catch(() => undefined);
      if (models.calls.length === bounds.max) bounded += 1;

      expect(models.calls.length).toBeLessThanOrEqual(bounds.max);
      for (const id of ENDPOINTS) {
        const calls = models.calls.filter(({ endpoint }) => endpoint === id);
        expect(calls.length).toBeLessThanOrEqual(bounds.perEndpoint);
      }
    }),
    { numRuns: 40 },
  );
  expect(bounded).toBeGreaterThan(5);
});

test("escalation goes up a tier with every refused answer of a rung, and ends", async () => {
  let escalated = 0;
  await fc.assert(
    fc.asyncProperty(someBounds, aScript, async (bounds, script) => {
      const policy = policyOf({ ...bounds, max: 8 });
      const { ask, events } = createSampleRouter({ script, policy });
      await ask({ slaMs: 60_000 }).catch(() => undefined);
      const rungs = new Map<string, string>();
      const floors = new Map<string, number>();
      const tooLow: string[] = [];
      for (const event of events) {
        if (event.type === "attempt-started") {
          rungs.set(event.attemptId, event.rung);
          const floor = floors.get(event.rung);
          if (floor === undefined) continue;
          escalated += 1;
          if ((TIER_OF[event.model] ?? 0) <= floor) tooLow.push(event.attemptId);
        } else if (event.type === "answer-judged" && event.outcome === "failed") {
          floors.set(rungs.get(event.attemptId) ?? "", TIER_OF[event.model] ?? 0);
        }
      }
      expect(tooLow).toEqual([]);
    }),
    { numRuns: 40 },
  );
  expect(escalated).toBeGreaterThan(5);
});
