import type { QuotaLimits, QuotaOutcome, QuotaPort } from "@switchyard/contract";
import { createRouteQuota } from "@switchyard/policy";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

interface QuotaStep {
  readonly kind: "admit" | "leave";
  readonly segment: string;
  readonly tokens: number;
  readonly leaseMs: number;
  readonly afterMs: number;
}

const START_MS = 1_795_521_600_000.25;

/** What every store of quotas must do, whatever it keeps its book in. */
export function describeQuota(
  name: string,
  create: () => QuotaPort,
  runs: { readonly numRuns: number },
): void {
  describe(`${name} as a store of quotas`, () => {
    test("each route has a book of its own, and a route's segments share one", async () => {
      const quota = create();
      const limits = { requestsPerMinute: 12 };
      expect(await admit(quota, limits, { id: "1" })).toEqual({ ok: true });
      expect(await admit(quota, limits, { id: "2" })).toEqual({ ok: true });
      expect(await admit(quota, limits, { id: "3" })).toEqual({
        ok: false,
        limit: "requestsPerMinute",
        retryAfterMs: 5_000,
      });
      expect(await admit(quota, limits, { id: "4", segment: "pro" })).toMatchObject({ ok: false });
      expect(await admit(quota, limits, { id: "5", route: "other" })).toEqual({ ok: true });
    });

    test("an end frees its seat and gives back tokens, once, and an unknown one does nothing", async () => {
      const quota = create();
      const limits = { concurrencyMax: 1, tokensPerMinute: 600 };
      await admit(quota, limits, { id: "1", tokens: 90 });
      expect(await admit(quota, limits, { id: "2" })).toMatchObject({ limit: "concurrencyMax" });
      for (let time = 0; time < 2; time += 1) await leave(quota, { id: "1", tokens: 60 });
      await leave(quota, { id: "none", tokens: 0 });
      expect(await admit(quota, limits, { id: "3", tokens: 41 })).toMatchObject({
        limit: "tokensPerMinute",
        retryAfterMs: 100,
      });
      expect(await admit(quota, limits, { id: "4", tokens: 40 })).toEqual({ ok: true });
    });

    test("a seat is free when its lease is over", async () => {
      const quota = create();
      const limits = { concurrencyMax: 1 };
      await admit(quota, limits, { id: "1", leaseMs: 500 });
      expect(await admit(quota, limits, { id: "2", atMs: 499 })).toMatchObject({ ok: false });
      expect(await admit(quota, limits, { id: "3", atMs: 500 })).toEqual({ ok: true });
    });

    test("limits that were edited hold at the next ask, with what the book knows", async () => {
      const quota = create();
      await admit(quota, { concurrencyMax: 3 }, { id: "1" });
      expect(await admit(quota, { concurrencyMax: 1 }, { id: "2" })).toMatchObject({ ok: false });
      expect(await admit(quota, { concurrencyMax: 2 }, { id: "3" })).toEqual({ ok: true });
    });

    test("asks at once take no more than there is", async () => {
      const quota = create();
      const ids = Array.from({ length: 20 }, (_, index) => `${index}`);
      const outcomes = await Promise.all(
        ids.map((id) => admit(quota, { requestsPerMinute: 42 }, { id })),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(7);
    });

    describeRules(create, runs);
  });
}

function describeRules(create: () => QuotaPort, runs: { readonly numRuns: number }): void {
  test("comes to the numbers of the rules, whatever is asked", async () => {
    await fc.assert(
      fc.asyncProperty(
        someLimits(),
        fc.array(aStep(), { maxLength: 60 }),
        async (limits, steps) => {
          const { said, ruled } = await playBoth(create(), limits, steps);
          expect(said).toEqual(ruled);
        },
      ),
      runs,
    );
  });
}

/** Plays the same asks and ends to a store and to the rules. */
async function playBoth(
  quota: QuotaPort,
  limits: QuotaLimits,
  steps: readonly QuotaStep[],
): Promise<{ readonly said: readonly QuotaOutcome[]; readonly ruled: readonly QuotaOutcome[] }> {
  const rules = createRouteQuota();
  const said: QuotaOutcome[] = [];
  const ruled: QuotaOutcome[] = [];
  let atMs = 0;
  for (const [index, { kind, afterMs, ...ask }] of steps.entries()) {
    atMs += afterMs;
    if (kind === "leave") {
      const id = `${Math.max(0, index - 3)}`;
      await leave(quota, { id, tokens: ask.tokens });
      rules.leave(id, ask.tokens);
    } else {
      const one = { ...ask, id: `${index}` };
      said.push(await admit(quota, limits, { ...one, atMs }));
      ruled.push(rules.admit(one, limits, START_MS + atMs));
    }
  }
  return { said, ruled };
}

async function admit(
  quota: QuotaPort,
  limits: QuotaLimits,
  {
    id,
    route = "quick",
    segment = "free",
    tokens = 1,
    atMs = 0,
    leaseMs = 60_000,
  }: {
    readonly id: string;
    readonly route?: string;
    readonly segment?: string;
    readonly tokens?: number;
    readonly atMs?: number;
    readonly leaseMs?: number;
  },
): Promise<QuotaOutcome> {
  const at = { nowMs: START_MS + atMs, epochMs: START_MS + atMs };
  return await quota.admit({ id, route, segment, limits, tokens, at, leaseMs });
}

async function leave(
  quota: QuotaPort,
  end: { readonly id: string; readonly tokens: number },
): Promise<void> {
  await quota.leave({ ...end, route: "quick", at: { nowMs: START_MS, epochMs: START_MS } });
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
    kind: fc.constantFrom("admit", "admit", "leave"),
    segment: fc.constantFrom("free", "pro", "team"),
    tokens: fc.integer({ min: 0, max: 700 }),
    leaseMs: fc.constantFrom(1_000, 90_000),
    afterMs: fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0, max: 4_000, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(-500, -70_000, 65_000) },
    ),
  });
}
