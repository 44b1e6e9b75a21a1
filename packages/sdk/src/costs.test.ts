import { createCostFold, createCostSink, foldEvents } from "@switchyard/journal";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSampleRouter, eventsOf } from "../test/sample-router.ts";
import { someScripts } from "../test/script-arbitraries.ts";

test("a router's costs are those of its events, and their total is what its ledger settled", async () => {
  const asks = fc.array(
    fc.record({
      request: fc.record({
        intent: fc.constantFrom("faq", "write", "extract"),
        taskId: fc.constantFrom("one", "two", "three"),
      }),
      isGood: fc.option(fc.boolean()),
      pauseMs: fc.constantFrom(0, 700_000),
    }),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(someScripts(), asks, async (script, all) => {
      const { router, ask, clock, events } = createSampleRouter({
        script,
        costs: createCostSink(),
      });
      for (const { request, isGood, pauseMs } of all) {
        const answer = await ask(request).catch(() => undefined);
        if (answer !== undefined && isGood !== null)
          router.feedback({ askId: answer.askId, success: isGood });
        await clock.pass(pauseMs);
      }
      const costs = router.costs();
      expect(costs).toEqual(foldEvents(createCostFold(), events));
      const settled = eventsOf(events, "budget-settled");
      expect(costs.total.spentMicroUsd).toBe(
        settled.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0),
      );
      expect(costs.undecidedMicroUsd).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test("a router that keeps no costs says how it would", () => {
  expect(() => createSampleRouter().router.costs()).toThrow(/createCostSink\(\)/);
});
