import type { LedgerPort } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { describe, expect, test } from "vitest";
import { catalogWith } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST, typesOf } from "../../test/sample-router.ts";

/** Upper bound of one call of the sample's first endpoint, in micro-US-dollars. */
const CALL_MAX = 76 + 4_000;
const budget = { id: "day", scope: "all", window: "day", cap: "$1", alerts: [] } as const;
const OPEN = { budgets: [{ ...budget, onLedgerDown: { "fail-open-within": "$0.01" } }] } as const;
const CLOSED = { budgets: [{ ...budget, onLedgerDown: "fail-closed" }] } as const;

type Fault = "throws" | "hangs";

/** A ledger of another place over one in memory, whose calls fail as they are told. */
function remoteLedger(): {
  readonly ledger: LedgerPort;
  readonly book: LedgerPort;
  fail: (fault: Fault | undefined, only?: "settle") => void;
} {
  const book = createMemoryLedger();
  let now: { readonly fault: Fault | undefined; readonly only?: "settle" } = { fault: undefined };
  const through = async <Result>(name: string, call: () => Promise<Result>): Promise<Result> => {
    const isMeant = now.only === undefined || now.only === name;
    if (isMeant && now.fault === "throws") throw new Error("no connection");
    if (isMeant && now.fault === "hangs") return await new Promise(() => {});
    return await call();
  };
  return {
    book,
    ledger: {
      reserve: (request) => through("reserve", () => book.reserve(request)),
      settle: (end) => through("settle", () => book.settle(end)),
      release: (end) => through("release", () => book.release(end)),
      snapshot: (lines, atMs) => through("snapshot", () => book.snapshot(lines, atMs)),
    },
    fail: (fault, only) => {
      now = { fault, ...(only !== undefined && { only }) };
    },
  };
}

describe.each(["throws", "hangs"] as const)("a ledger that %s", (fault) => {
  test("lets nothing through for a closed budget, and the answer is in time", async () => {
    const { ledger, fail } = remoteLedger();
    const { ask, models, events } = createSampleRouter({ ledger, policy: CLOSED });
    fail(fault);
    const answer = await ask({ slaMs: 2_000 });
    expect(answer).toMatchObject({ rung: "static", insideSla: true, why: { code: "budget" } });
    expect(models.calls).toEqual([]);
    expect(eventsOf(events, "ledger-changed")).toMatchObject([
      { to: "down", allowancesMicroUsd: {} },
    ]);
    expect(eventsOf(events, "allowance-changed")[0]).toMatchObject({
      to: "refused",
      budget: "day",
    });
  });

  test("lets an open budget's allowance through and no more, and is told when it is back", async () => {
    const { ledger, book, fail } = remoteLedger();
    const { ask, router, clock, events } = createSampleRouter({ ledger, policy: OPEN });
    fail(fault);
    const asks = Array.from({ length: 3 }, () => router.ask(REQUEST));
    await clock.finish(Promise.all(asks));
    expect(eventsOf(events, "ledger-changed")).toMatchObject([
      { to: "down", allowancesMicroUsd: { day: 10_000 } },
    ]);
    const used = eventsOf(events, "allowance-changed").filter(({ to }) => to === "used");
    expect(used.slice(0, 2).map(({ amountMicroUsd }) => amountMicroUsd)).toEqual([
      CALL_MAX,
      CALL_MAX,
    ]);
    expect(sumOf(used)).toBeLessThanOrEqual(10_000);
    expect(eventsOf(events, "budget-denied")).not.toEqual([]);

    fail(undefined);
    await clock.finish(router.flush());
    await ask();
    await clock.finish(router.flush());
    expect(eventsOf(events, "ledger-changed").map(({ to }) => to)).toEqual(["down", "up"]);
    const booked = eventsOf(events, "allowance-changed").filter(({ to }) => to === "booked");
    expect(booked).toHaveLength(used.length);
    const window = { kind: "calendar", key: "day:2026-11-24:UTC", endsAtMs: 0 } as const;
    const line = { budgetId: "day", window, capMicroUsd: 1 };
    const spentMicroUsd = sumOf(eventsOf(events, "budget-settled"));
    expect(await book.snapshot([line], clock.epochMs())).toMatchObject([
      { spentMicroUsd, reservedMicroUsd: 0 },
    ]);
    expect(router.unbooked).toBe(0);
  });
});

test("a slow ledger takes half of an ask's time at most, and is not down for the patient", async () => {
  const { ledger, fail } = remoteLedger();
  const { models, ...others } = catalogWith(9);
  const latency = { firstTokenP50: "20ms", p50: "50ms", p95: "100ms", outputTokensPerSecond: 999 };
  const quick = Object.entries(models).map(([id, model]) => [id, { ...model, latency }]);
  const catalog = { ...others, models: Object.fromEntries(quick) };
  const { ask, router, clock, events } = createSampleRouter({ ledger, policy: CLOSED, catalog });
  fail("hangs");
  expect(await ask({ slaMs: 460 })).toMatchObject({ rung: "static", latencyMs: 230 });
  expect(typesOf(events)).not.toContain("ledger-changed");
  fail(undefined);
  expect(await clock.finish(router.ask(REQUEST))).toMatchObject({ rung: "full" });
});

test("an answer does not wait for its settlement, which is given to `waitUntil`", async () => {
  const { ledger, fail } = remoteLedger();
  const given: Promise<void>[] = [];
  const settings = { ledger, policy: CLOSED, waitUntil: (work: Promise<void>) => given.push(work) };
  const { ask, router, clock, events } = createSampleRouter(settings);
  fail("hangs", "settle");
  expect(await ask()).toMatchObject({ latencyMs: 100, endpoint: "alpha/quick#us" });
  expect(given).toHaveLength(1);
  fail(undefined);
  await clock.finish(Promise.all(given));
  expect(router.unbooked).toBe(0);
  expect(typesOf(events)).not.toContain("settlement-failed");
});

test("a `waitUntil` that throws changes no answer, and the spend is booked", async () => {
  const book = createMemoryLedger();
  let calls = 0;
  const waitUntil = (): never => {
    calls += 1;
    throw new Error("`after` was called outside a request scope");
  };
  const { ask, router, clock, events } = createSampleRouter({ ledger: book, waitUntil });
  const { rung, costMicroUsd } = await ask();
  expect(rung).toBe("full");
  expect(calls).toBe(1);
  await clock.finish(router.flush());
  const window = { kind: "rolling", durationMs: 3_600_000 } as const;
  const line = { budgetId: "alpha", window, capMicroUsd: 1 };
  expect(await book.snapshot([line], clock.epochMs())).toMatchObject([
    { spentMicroUsd: costMicroUsd, reservedMicroUsd: 0 },
  ]);
  expect(typesOf(events)).toContain("budget-settled");
  expect(router.unbooked).toBe(0);
});

test("a settlement that the ledger does not take before its lease ends is told and counted", async () => {
  const { ledger, fail } = remoteLedger();
  const { ask, router, clock, events } = createSampleRouter({ ledger, policy: CLOSED });
  fail("throws", "settle");
  const { costMicroUsd } = await ask();
  expect(router.unbooked).toBe(0);
  await clock.finish(router.flush());
  expect(router.unbooked).toBe(1);
  expect(eventsOf(events, "settlement-failed")).toMatchObject([
    { attemptId: "ask-1/1", amountMicroUsd: costMicroUsd },
  ]);
});

test("a lease that a leap of the wall clock ends loses nothing: all is booked, and said", async () => {
  const book = createMemoryLedger();
  const sample = createSampleRouter({
    ledger: book,
    onEvent: (index) => {
      if (sample.events[index]?.type !== "attempt-started") return;
      sample.clock.jump(60_000);
      void book.snapshot([], sample.clock.epochMs());
    },
  });
  const { costMicroUsd } = await sample.ask();
  expect(eventsOf(sample.events, "lease-expired")).toMatchObject([
    { attemptId: "ask-1/1", amountMicroUsd: costMicroUsd },
  ]);
});

function sumOf(events: readonly { readonly amountMicroUsd: number }[]): number {
  return events.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0);
}
