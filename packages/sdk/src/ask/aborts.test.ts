import { AskAbortedError } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reservationsLeftOpen } from "../../test/event-checks.ts";
import { hedgedPolicy } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST, typesOf } from "../../test/sample-router.ts";
import { someScripts } from "../../test/script-arbitraries.ts";

const ALPHA = "alpha/quick#us";

test("an abort during a call ends the ask at once and pays the call's input", async () => {
  const { router, clock, events, models } = createSampleRouter({ script: { [ALPHA]: ["hang"] } });
  const controller = new AbortController();
  const ask = router.ask({ ...REQUEST, signal: controller.signal });
  ask.catch(() => {});
  await clock.pass(500);
  controller.abort("enough");
  const error = await clock.finish(ask).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AskAbortedError);
  expect(error).toMatchObject({ cause: "enough" });
  expect(models.calls).toHaveLength(1);
  expect(models.calls[0]?.signal.aborted).toBe(true);
  expect(eventsOf(events, "attempt-ended")).toMatchObject([
    { outcome: "cancelled", latencyMs: 500, costMicroUsd: 7 },
  ]);
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ code: "ask-aborted", costMicroUsd: 7 }]);
});

test("an abort during a backoff ends the ask at once, and no call follows", async () => {
  const script = { [ALPHA]: [{ fail: "rate-limited", retryAfterMs: 2_000 }, {}] } as const;
  const { router, clock, events, models } = createSampleRouter({ script });
  const controller = new AbortController();
  const ask = router.ask({ ...REQUEST, signal: controller.signal });
  ask.catch(() => {});
  await clock.pass(600);
  controller.abort();
  await expect(clock.finish(ask)).rejects.toThrow(AskAbortedError);
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ latencyMs: 600 }]);
  expect(models.calls).toHaveLength(1);
});

test("an ask that was aborted before it began calls nothing", async () => {
  const { ask, models, events } = createSampleRouter();
  const signal = AbortSignal.abort("no");
  await expect(ask({ signal })).rejects.toThrow(AskAbortedError);
  expect(models.calls).toEqual([]);
  expect(typesOf(events)).toEqual(["policy-loaded", "ask-received", "ask-failed"]);
});

test("an answered ask leaves no timer, and no listener on the caller's signal", async () => {
  const { ask, clock } = createSampleRouter();
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>): void => {
    listeners += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
    listeners -= 1;
    remove(...args);
  };
  await ask({ signal });
  expect(listeners).toBe(0);
  expect(clock.timersSet).toBe(0);
});

test("an abort by a sink while rungs are told keeps the other rungs quiet", async () => {
  const controller = new AbortController();
  const { ask, events } = createSampleRouter({
    onEvent: (index) => {
      if (index === 2) controller.abort();
    },
  });
  await expect(ask({ slaMs: 500, signal: controller.signal })).rejects.toThrow(AskAbortedError);
  expect(typesOf(events)).toEqual(["policy-loaded", "ask-received", "route-decided", "ask-failed"]);
});

test("at whatever event an abort comes, no call follows and the books are closed", async () => {
  await fc.assert(
    fc.asyncProperty(
      someScripts(),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (script, abortAt, isHedged) => {
        const controller = new AbortController();
        let callsBefore: number | undefined;
        const { ask, events, models, router } = createSampleRouter({
          script,
          ...(isHedged && { policy: hedgedPolicy({ after: "50ms", max: 2 }) }),
          onEvent: (index) => {
            if (index !== abortAt) return;
            callsBefore = models.calls.length;
            controller.abort();
          },
        });
        const outcome = await ask({ signal: controller.signal }).catch((error: unknown) => error);
        const after = typesOf(events).slice(abortAt + 1);
        expect(after).not.toContain("attempt-started");
        expect(after).not.toContain("route-decided");
        expect(after).not.toContain("ask-answered");
        expect(reservationsLeftOpen(events)).toEqual([]);
        expect(outcome instanceof AskAbortedError).toBe(after.length > 0);
        expect(models.calls).toHaveLength(callsBefore ?? models.calls.length);
        expect(router.unbooked).toBe(0);
      },
    ),
    { numRuns: 120 },
  );
});
