import type { AskRequest, BudgetLine, LedgerPort, SwitchyardEvent } from "@switchyard/contract";
import {
  reconcile,
  rebuildLedger,
  reconciliationText,
  type Reconciliation,
} from "@switchyard/journal";
import { createMemoryLedger } from "@switchyard/ledger";
import { windowInstance } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE } from "../packages/sdk/test/sample-bundle.ts";
import { createSampleRouter, REQUEST } from "../packages/sdk/test/sample-router.ts";
import { someScripts } from "../packages/sdk/test/script-arbitraries.ts";

const request: fc.Arbitrary<Partial<AskRequest>> = fc.record({
  intent: fc.constantFrom("faq", "write", "extract"),
  slaMs: fc.constantFrom(700, 1_500, 10_000),
});
/** Time between asks: within a part of a rolling window, over one, over the window, over a day. */
const pause = fc.constantFrom(0, 20_000, 61_000, 3_700_000, 86_400_000);

/** Every budget of the sample policy, with the window of an instant. */
function linesAt(epochMs: number): readonly BudgetLine[] {
  return SAMPLE.bundle.policy.budgets.map((budget) => ({
    budgetId: budget.id,
    window: windowInstance(budget, epochMs),
    capMicroUsd: budget.capMicroUsd,
  }));
}

/** The events so far against the ledger as it is. */
async function compare(
  events: readonly SwitchyardEvent[],
  ledger: LedgerPort,
  epochMs: number,
): Promise<Reconciliation> {
  const lines = linesAt(epochMs);
  const snapshot = await ledger.snapshot(lines, epochMs);
  return reconcile(await rebuildLedger(events, epochMs), lines, snapshot);
}

/** An end is told at once, and booked right after it. */
const TOLD_BEFORE_BOOKED: ReadonlySet<string> = new Set(["budget-settled", "budget-released"]);

test("the ledger rebuilt from a router's events is the ledger, at every event of every ask", async () => {
  const asks = fc.array(fc.tuple(request, pause), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(someScripts(), asks, async (script, all) => {
      const ledger = createMemoryLedger();
      const checks: Promise<Reconciliation>[] = [];
      const { ask, clock, events } = createSampleRouter({
        script,
        ledger,
        onEvent: (index) => {
          // The first event tells of the policy, before there is a clock to ask.
          const isBooked = !TOLD_BEFORE_BOOKED.has(events[index]?.type ?? "");
          if (index > 0 && isBooked)
            checks.push(compare(events.slice(0, index + 1), ledger, clock.epochMs()));
        },
      });
      for (const [each, pauseMs] of all) {
        await ask(each).catch(() => undefined);
        await clock.pass(pauseMs);
      }
      checks.push(compare(events, ledger, clock.epochMs()));
      for (const check of await Promise.all(checks))
        expect({ ...check, text: reconciliationText(check) }).toMatchObject({ agrees: true });
    }),
    { numRuns: 60 },
  );
});

test("asks at once leave a ledger that their events rebuild, and one lost event is found", async () => {
  await fc.assert(
    fc.asyncProperty(someScripts(), fc.integer({ min: 1, max: 8 }), async (script, count) => {
      const ledger = createMemoryLedger();
      const { router, clock, events } = createSampleRouter({ script, ledger });
      const asks = Array.from({ length: count }, () => router.ask(REQUEST));
      await clock.finish(Promise.allSettled(asks));
      const nowMs = clock.epochMs();
      expect((await compare(events, ledger, nowMs)).agrees).toBe(true);

      const lost = events.findIndex(
        (event) => event.type === "budget-settled" && event.amountMicroUsd > 0,
      );
      if (lost === -1) return;
      const found = await compare(events.toSpliced(lost, 1), ledger, nowMs);
      expect(found.agrees).toBe(false);
      const event = events[lost];
      const lostMicroUsd = event?.type === "budget-settled" ? event.amountMicroUsd : 0;
      expect(found.budgets[0]).toMatchObject({ budgetId: "day", excessMicroUsd: lostMicroUsd });
    }),
    { numRuns: 60 },
  );
});
