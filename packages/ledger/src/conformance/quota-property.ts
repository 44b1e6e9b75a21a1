import { strict as assert } from "node:assert";
import type { ConformanceCheck, QuotaLimits, QuotaPort } from "@switchyard/contract";
import { createRouteQuota } from "@switchyard/policy";
import * as fc from "fast-check";
import { admit, leave, standing, START_MS } from "./quota-actions.ts";

interface QuotaStep {
  readonly kind: "admit" | "leave" | "read";
  readonly segment: string;
  readonly tokens: number;
  readonly leaseMs: number;
  readonly afterMs: number;
}

/** What holds over every run of asks, ends and readings. */
export function quotaProperty(open: () => Promise<QuotaPort>, numRuns: number): ConformanceCheck {
  const someSteps = fc.array(aStep(), { maxLength: 60 });
  const property = fc.asyncProperty(someLimits(), someSteps, async (limits, steps) => {
    const [said, ruled] = await playBoth(await open(), limits, steps);
    assert.deepEqual(said, ruled);
  });
  return {
    name: "comes to the numbers of the rules, whatever is asked",
    run: () => fc.assert(property, { numRuns }),
  };
}

/** Plays the same to a store and to the rules. */
async function playBoth(
  quota: QuotaPort,
  limits: QuotaLimits,
  steps: readonly QuotaStep[],
): Promise<readonly [said: readonly unknown[], ruled: readonly unknown[]]> {
  const rules = createRouteQuota();
  const said: unknown[] = [];
  const ruled: unknown[] = [];
  let atMs = 0;
  for (const [index, { kind, afterMs, ...ask }] of steps.entries()) {
    atMs += afterMs;
    if (kind === "leave") {
      const id = `${Math.max(0, index - 3)}`;
      await leave(quota, { id, tokens: ask.tokens });
      rules.leave(id, ask.tokens);
    } else if (kind === "read") {
      said.push(await standing(quota, limits, atMs));
      ruled.push(rules.standing(limits, START_MS + atMs));
    } else {
      const one = { ...ask, id: `${index}` };
      said.push(await admit(quota, limits, { ...one, atMs }));
      ruled.push(rules.admit(one, limits, START_MS + atMs));
    }
  }
  return [said, ruled];
}

function someLimits(): fc.Arbitrary<QuotaLimits> {
  return fc.record(
    {
      requestsPerMinute: fc.integer({ min: 1, max: 100 }),
      tokensPerMinute: fc.integer({ min: 1, max: 5_000 }),
      concurrencyMax: fc.integer({ min: 1, max: 6 }),
    },
    { requiredKeys: [] },
  );
}

/** Clocks step back, a little or far, and segments fall silent. */
function aStep(): fc.Arbitrary<QuotaStep> {
  return fc.record({
    kind: fc.constantFrom("admit", "admit", "admit", "leave", "leave", "read"),
    segment: fc.constantFrom("free", "pro", "team"),
    tokens: fc.integer({ min: 0, max: 700 }),
    leaseMs: fc.constantFrom(1_000, 90_000),
    afterMs: fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0, max: 4_000, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(-500, -70_000, 65_000) },
    ),
  });
}
