import type { Answer, AskRequest, PolicyInput } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { createPlanner } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reservationsLeftOpen, settledMicroUsd } from "../../test/event-checks.ts";
import { hedgedPolicy, SAMPLE } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST, typesOf } from "../../test/sample-router.ts";
import { someScripts } from "../../test/script-arbitraries.ts";

/** The sample's policy, with hedges or without. */
function somePolicies(): fc.Arbitrary<Partial<PolicyInput>> {
  return fc.constantFrom(
    {},
    hedgedPolicy({ after: "p95", max: 1 }),
    hedgedPolicy({ after: "50ms", max: 2 }),
  );
}

function someRequests(): fc.Arbitrary<Partial<AskRequest>> {
  return fc.record(
    {
      intent: fc.constantFrom("faq", "faq", "write", "extract"),
      slaMs: fc.constantFrom(700, 1_500, 4_000.125, 10_000),
      noFallback: fc.boolean(),
      only: fc.constantFrom(["beta"], ["alpha", "gamma"]),
    },
    { requiredKeys: ["intent", "slaMs"] },
  );
}

const options = { numRuns: 120 };

test("whatever providers do, an ask ends once, within its time, with its books closed", async () => {
  await fc.assert(
    fc.asyncProperty(
      someScripts(),
      fc.array(someRequests(), { maxLength: 4 }),
      somePolicies(),
      async (script, requests, policy) => {
        const { ask, events, router } = createSampleRouter({ script, policy });
        for (const request of requests) {
          const outcome = await ask(request).then(
            ({ latencyMs }) => latencyMs,
            () => undefined,
          );
          expect(outcome ?? 0).toBeLessThanOrEqual(request.slaMs ?? 0);
        }
        const ends = typesOf(events).filter(
          (type) => type === "ask-answered" || type === "ask-failed",
        );
        expect(ends).toHaveLength(requests.length);
        expect(eventsOf(events, "ask-failed").every(({ latencyMs }) => latencyMs <= 10_000)).toBe(
          true,
        );
        expect(reservationsLeftOpen(events)).toEqual([]);
        expect(router.dropped + router.unbooked).toBe(0);
      },
    ),
    options,
  );
});

test("an answer's cost is the sum of its attempts, of its settlements and of the ledger's books", async () => {
  await fc.assert(
    fc.asyncProperty(
      someScripts(),
      someRequests(),
      somePolicies(),
      async (script, request, policy) => {
        const ledger = createMemoryLedger();
        const { ask, events, clock } = createSampleRouter({ script, ledger, policy });
        const answer = await ask(request).catch(() => undefined);
        const [ended] = [...eventsOf(events, "ask-answered"), ...eventsOf(events, "ask-failed")];
        const costMicroUsd = settledMicroUsd(events, "ask-1");
        expect(ended?.costMicroUsd).toBe(costMicroUsd);
        expect(answer?.costMicroUsd ?? costMicroUsd).toBe(costMicroUsd);
        expect(sumOfAttempts(answer) ?? costMicroUsd).toBe(costMicroUsd);
        const window = { kind: "calendar", key: "day:2026-11-24:UTC", endsAtMs: 0 } as const;
        const line = { budgetId: "day", window, capMicroUsd: 1_000_000 };
        const [balance] = await ledger.snapshot([line], clock.epochMs());
        expect(balance).toMatchObject({ spentMicroUsd: costMicroUsd, reservedMicroUsd: 0 });
      },
    ),
    options,
  );
});

function sumOfAttempts(answer: Answer | undefined): number | undefined {
  return answer?.attempts.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
}

test("only endpoints of the plan are called, on their rung, and no oftener than the policy allows", async () => {
  const planOf = createPlanner(SAMPLE.bundle);
  await fc.assert(
    fc.asyncProperty(
      someScripts(),
      someRequests(),
      somePolicies(),
      async (script, request, policy) => {
        const { ask, events, models, router, clock } = createSampleRouter({ script, policy });
        const explanation = router.explain({ ...REQUEST, ...request });
        await ask(request).catch(() => undefined);
        const { rungs } = planOf(explanation.request, clock.epochMs());
        for (const { rung, endpoint } of eventsOf(events, "attempt-started")) {
          const planned = rungs.find((candidate) => candidate.rung === rung)?.endpoints ?? [];
          expect(planned.map(({ id }) => id)).toContain(endpoint);
        }
        const { max, perEndpoint } = SAMPLE.bundle.policy.defaults.attempts;
        expect(models.calls.length).toBeLessThanOrEqual(max);
        for (const { endpoint } of models.calls) {
          const again = models.calls.filter((call) => call.endpoint === endpoint);
          expect(again.length).toBeLessThanOrEqual(perEndpoint);
        }
        expect(models.calls).toHaveLength(eventsOf(events, "attempt-started").length);
      },
    ),
    options,
  );
});

test("equal worlds leave equal events", async () => {
  await fc.assert(
    fc.asyncProperty(
      someScripts(),
      someRequests(),
      somePolicies(),
      async (script, request, policy) => {
        const runs = [
          createSampleRouter({ script, policy }),
          createSampleRouter({ script, policy }),
        ] as const;
        for (const { ask } of runs) await ask(request).catch(() => undefined);
        expect(runs[0].events).toEqual(runs[1].events);
      },
    ),
    { numRuns: 50 },
  );
});
