import { BudgetExhaustedError, type LedgerPort } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { expect, test } from "vitest";
import { createSampleRouter, eventsOf, typesOf } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
/** Upper bounds of one call with a short prompt: input (76 tokens) and 1,000 output tokens. */
const ALPHA_MAX = 76 + 4_000;
const BETA_MAX = 2 * ALPHA_MAX;
const CAP = 1_000_000;

test("what a call may cost is held first, and what it did cost is posted", async () => {
  const { ask, events } = createSampleRouter();
  await ask();
  expect(eventsOf(events, "budget-reserved")).toMatchObject([
    {
      attemptId: "ask-1/1",
      amountMicroUsd: ALPHA_MAX,
      budgets: ["day", "alpha"],
      windows: [expect.stringMatching(/^day:\d{4}-\d\d-\d\d:UTC$/), "rolling:3600000"],
    },
  ]);
  expect(eventsOf(events, "budget-settled")).toMatchObject([
    { attemptId: "ask-1/1", amountMicroUsd: 300, source: "usage", excessMicroUsd: 0 },
  ]);
});

test("what exceeds the bound is posted and told", async () => {
  const script = { [ALPHA]: [{ usage: { inputTokens: 100_000 } }] } as const;
  const { ask, events } = createSampleRouter({ script });
  await ask();
  expect(eventsOf(events, "budget-settled")[0]?.excessMicroUsd).toBe(100_200 - ALPHA_MAX);
});

test("an answer with a broken usage is settled by estimate, and leaves no hold behind", async () => {
  const script = { [ALPHA]: [{ usage: { outputTokens: -100 } }] } as const;
  const { ask, events } = createSampleRouter({ script });
  const { costMicroUsd } = await ask();
  expect(costMicroUsd).toBeGreaterThan(0);
  expect(eventsOf(events, "budget-settled")).toMatchObject([
    { amountMicroUsd: costMicroUsd, source: "estimate", excessMicroUsd: 0 },
  ]);
});

test("a rung's instruction is held for too, byte by byte", async () => {
  const ledger = createMemoryLedger({ opening: { day: CAP - ALPHA_MAX } });
  const { ask, events } = createSampleRouter({ ledger });
  expect(await ask({ exclude: ["alpha"] })).toMatchObject({ rung: "summary", endpoint: BETA });
  // "Answer shortly." has 15 bytes; the rung allows 100 tokens of output. Beta costs $2 and $8.
  expect(eventsOf(events, "budget-reserved")[0]?.amountMicroUsd).toBe((76 + 15) * 2 + 100 * 8);
});

test("a failure whose usage is known is paid by it, another by its input, and a free one not", async () => {
  const usage = {
    inputTokens: 10,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 5,
    reasoningTokens: 0,
  };
  const script = {
    [ALPHA]: [{ fail: "refusal", billed: "full", usage }],
    [BETA]: [{ fail: "server-error", billed: "partial" }, { fail: "auth" }],
  } as const;
  const { ask } = createSampleRouter({ script });
  expect((await ask()).attempts).toMatchObject([
    { endpoint: ALPHA, costMicroUsd: 10 + 5 * 4 },
    { endpoint: BETA, costMicroUsd: 7 * 2 },
    { endpoint: BETA, costMicroUsd: 0 },
    { outcome: "ok" },
  ]);
});

test("a budget without room sends the ask to an endpoint that another budget pays", async () => {
  const ledger = createMemoryLedger({ opening: { alpha: 500_000 } });
  const { ask, events } = createSampleRouter({ ledger });
  const answer = await ask();
  expect(answer).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
  expect(answer.why.message).toContain("budget alpha had no room");
  expect(answer.attempts).toMatchObject([{ attemptId: "ask-1/2", kind: "first" }]);
  expect(eventsOf(events, "budget-denied")).toMatchObject([
    {
      attemptId: "ask-1/1",
      endpoint: ALPHA,
      budget: "alpha",
      neededMicroUsd: ALPHA_MAX,
      leftMicroUsd: 0,
    },
  ]);
});

test("a budget with a little room sends the ask to a cheaper endpoint", async () => {
  const ledger = createMemoryLedger({ opening: { day: CAP - ALPHA_MAX } });
  const { ask, models } = createSampleRouter({ ledger });
  expect(await ask({ exclude: ["alpha"] })).toMatchObject({ rung: "summary", endpoint: BETA });
  expect(models.calls).toHaveLength(1);
});

test("a budget without room for any endpoint ends in the static answer, and each is asked once", async () => {
  const ledger = createMemoryLedger({ opening: { day: CAP } });
  const { ask, events, models } = createSampleRouter({ ledger });
  const answer = await ask();
  expect(answer).toMatchObject({ rung: "static", costMicroUsd: 0, why: { code: "budget" } });
  expect(answer.why.message).toContain("Budget day has $0.00 left");
  expect(models.calls).toEqual([]);
  expect(eventsOf(events, "budget-denied")).toHaveLength(1);
});

test("without a static rung it ends in an error with the numbers", async () => {
  const ledger = createMemoryLedger({ opening: { day: CAP - 5 } });
  const { ask } = createSampleRouter({ ledger });
  const error = await ask({ intent: "write" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BudgetExhaustedError);
  expect(error).toMatchObject({ budgetId: "day", neededMicroUsd: ALPHA_MAX, leftMicroUsd: 5 });
});

test("asks at once never spend beyond a cap, and the ones without room say so", async () => {
  const ledger = createMemoryLedger({ opening: { day: CAP - 3 * BETA_MAX } });
  const { router, clock, events } = createSampleRouter({ ledger });
  const request = { intent: "write", risk: "low", slaMs: 5_000, input: "Why?" };
  const asks = Array.from({ length: 10 }, () => router.ask(request));
  const results = await clock.finish(Promise.allSettled(asks));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(6);
  expect(eventsOf(events, "budget-denied")).toHaveLength(4);
});

test("a policy without budgets holds nothing and needs no ledger", async () => {
  const { ask, events } = createSampleRouter({ policy: { budgets: [] }, ledger: brokenLedger() });
  expect(await ask()).toMatchObject({ endpoint: ALPHA });
  expect(eventsOf(events, "budget-reserved")[0]?.budgets).toEqual([]);
  expect(typesOf(events)).toContain("budget-settled");
});

test("a ledger that cannot be asked lets no call through", async () => {
  const { ask, models } = createSampleRouter({ ledger: brokenLedger() });
  const answer = await ask();
  expect(answer.why).toMatchObject({ code: "budget" });
  expect(answer.why.message).toContain("Budget day could not be asked");
  expect(answer.why.message).toContain("no connection");
  expect(models.calls).toEqual([]);
});

test("an end that the ledger fails to book is counted, and the answer comes all the same", async () => {
  const ledger: LedgerPort = { ...brokenLedger(), reserve: async () => ({ ok: true }) };
  const script = { [ALPHA]: [{ fail: "auth" }] } as const;
  const { ask, router, clock, events } = createSampleRouter({ ledger, script });
  expect(await ask()).toMatchObject({ endpoint: BETA, costMicroUsd: 600 });
  await clock.finish(router.flush());
  expect(router.unbooked).toBe(2);
  expect(eventsOf(events, "budget-settled")).toMatchObject([{ amountMicroUsd: 600 }]);
});

function brokenLedger(): LedgerPort {
  const refuse = async (): Promise<never> => {
    throw new Error("no connection");
  };
  return { reserve: refuse, settle: refuse, release: refuse, snapshot: refuse };
}
