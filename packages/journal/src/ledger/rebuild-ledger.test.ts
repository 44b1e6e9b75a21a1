import type { BudgetReservedEvent, SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mixStories, someStories, STORY_START_MS } from "../fixtures/money-stories.ts";
import { rebuildLedger, UNKNOWN_WINDOW, type JournalBalance } from "./rebuild-ledger.ts";

const HOUR_MS = 3_600_000;
const turns = fc.array(fc.nat(20), { maxLength: 60 });
const instant = fc.nat(40 * HOUR_MS).map((afterMs) => STORY_START_MS + afterMs);

/** The books by their definition: every reservation looked at anew. */
function balanceOf(
  events: readonly SwitchyardEvent[],
  budget: string,
  window: string,
  atMs: number,
) {
  const known = events.filter((event) => event.atMs <= atMs);
  const durationMs = window.startsWith("rolling:") ? Number(window.slice(8)) : Infinity;
  const part = (ms: number): number =>
    durationMs === Infinity ? 0 : Math.floor(ms / (durationMs / 60));
  let [spentMicroUsd, reservedMicroUsd] = [0, 0];
  for (const held of known) {
    if (held.type !== "budget-reserved") continue;
    if (held.windows?.[held.budgets.indexOf(budget)] !== window) continue;
    const end = known.find(
      (event) =>
        (event.type === "budget-settled" || event.type === "budget-released") &&
        event.attemptId === held.attemptId,
    );
    if (end === undefined && held.atMs + (held.leaseMs ?? 0) > atMs)
      reservedMicroUsd += held.amountMicroUsd;
    if (end?.type === "budget-settled" && part(end.atMs) >= part(atMs) - 60)
      spentMicroUsd += end.amountMicroUsd;
  }
  return { spentMicroUsd, reservedMicroUsd };
}

test("the books at any instant are what the reservations and their ends say, however they are mixed", async () => {
  await fc.assert(
    fc.asyncProperty(someStories(), turns, turns, instant, async (stories, one, other, atMs) => {
      const events = mixStories(stories, one);
      const rebuilt = await rebuildLedger(events, atMs);
      expect(await rebuildLedger(mixStories(stories, other), atMs)).toEqual(rebuilt);
      for (const { budgetId, window, openReservations: _, ...amounts } of rebuilt.balances)
        expect(amounts).toEqual(balanceOf(events, budgetId, window, atMs));
      const charged = new Set(
        events
          .filter((event): event is BudgetReservedEvent => event.type === "budget-reserved")
          .filter((event) => event.atMs <= atMs)
          .flatMap(({ budgets, windows }) => budgets.map((id, at) => `${id} ${windows?.[at]}`)),
      );
      for (const name of charged) {
        const [budget = "", window = ""] = name.split(" ");
        const found = rebuilt.balances.find((each) => `${each.budgetId} ${each.window}` === name);
        const { spentMicroUsd, reservedMicroUsd } = balanceOf(events, budget, window, atMs);
        expect(found?.spentMicroUsd ?? 0).toBe(spentMicroUsd);
        expect(found?.reservedMicroUsd ?? 0).toBe(reservedMicroUsd);
      }
    }),
  );
});

const BASE = { atMs: STORY_START_MS, bundle: "0123456789ab", askId: "1" };

function reserved(attemptId: string, more: Partial<BudgetReservedEvent> = {}): SwitchyardEvent {
  const facts = { amountMicroUsd: 50, budgets: ["day"], windows: ["day:1"], leaseMs: 1000 };
  return { ...BASE, type: "budget-reserved", attemptId, ...facts, ...more };
}

function settled(attemptId: string, amountMicroUsd: number, afterMs = 0): SwitchyardEvent {
  const facts = { attemptId, amountMicroUsd, source: "usage", excessMicroUsd: 0 } as const;
  return { ...BASE, ...facts, type: "budget-settled", atMs: STORY_START_MS + afterMs };
}

async function balances(events: readonly SwitchyardEvent[], afterMs = 0) {
  return (await rebuildLedger(events, STORY_START_MS + afterMs)).balances;
}

const DAY: JournalBalance = {
  budgetId: "day",
  window: "day:1",
  spentMicroUsd: 0,
  reservedMicroUsd: 0,
  openReservations: 0,
};

test("a lease ends on time, and what was spent is booked all the same", async () => {
  const held = [{ ...DAY, reservedMicroUsd: 50, openReservations: 1 }];
  expect(await balances([reserved("1/1")], 999)).toEqual(held);
  expect(await balances([reserved("1/1")], 1000)).toEqual([]);
  const late = [reserved("1/1"), settled("1/1", 70, 2000)];
  expect(await balances(late, 2000)).toEqual([{ ...DAY, spentMicroUsd: 70 }]);
});

test("what a rehearsal began with counts in the window of the budget's first use only", async () => {
  const started: SwitchyardEvent = {
    atMs: BASE.atMs,
    bundle: BASE.bundle,
    type: "rehearsal-started",
    scenario: "s",
    seed: "1",
    requests: 1,
    durationMs: 1,
    openingMicroUsd: { day: 900 },
  };
  const events = [
    started,
    reserved("1/1"),
    settled("1/1", 20),
    reserved("1/2", { windows: ["day:2"] }),
    settled("1/2", 30),
  ];
  expect(await balances(events)).toMatchObject([
    { window: "day:1", spentMicroUsd: 920 },
    { window: "day:2", spentMicroUsd: 30 },
  ]);
});

test("a settlement without its reservation is counted apart, and an older writer's has no window", async () => {
  const { unmatched } = await rebuildLedger([settled("0/1", 9)], STORY_START_MS);
  expect(unmatched).toEqual({ settlements: 1, amountMicroUsd: 9 });

  const { windows: _, leaseMs: __, ...older } = { windows: 0, leaseMs: 0, ...reserved("1/1") };
  const events: readonly SwitchyardEvent[] = [JSON.parse(JSON.stringify(older)), settled("1/1", 9)];
  expect(await balances(events)).toMatchObject([{ window: UNKNOWN_WINDOW, spentMicroUsd: 9 }]);
});
