import type { Budget } from "@switchyard/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudgetView, holdMoney, openBudget, postMoney, readBudget } from "./budget-view.ts";
import type { BudgetView } from "./budget-view.ts";

const START_MS = Date.UTC(2026, 10, 24, 9);
const HOUR_MS = 3_600_000;

function aBudget(window: Budget["window"]): BudgetView {
  const budget: Budget = {
    id: "day",
    scope: "all",
    window,
    timezone: "UTC",
    capMicroUsd: 100_000_000,
    alerts: [0.5, 0.8],
    onLedgerDown: { kind: "fail-closed" },
  };
  return openBudget(createBudgetView(budget), 10_000_000, START_MS);
}

test("money held and spent is never lost between them", () => {
  const posts = fc.array(fc.record({ held: fc.nat(1_000), spent: fc.nat(1_000) }));
  fc.assert(
    fc.property(posts, (all) => {
      const held = all.reduce((view, post) => holdMoney(view, post.held), aBudget("day"));
      expect(held.reservedMicroUsd).toBe(all.reduce((sum, post) => sum + post.held, 0));
      const ended = all.reduce(
        (view, post, index) => postMoney(view, post.held, post.spent, START_MS + index),
        held,
      );
      const { spentMicroUsd, reservedMicroUsd } = readBudget(
        ended,
        START_MS + all.length,
        START_MS,
      );
      expect(reservedMicroUsd).toBe(0);
      expect(spentMicroUsd).toBe(10_000_000 + all.reduce((sum, post) => sum + post.spent, 0));
    }),
  );
});

test("a rolling hour forgets what was spent before it, and keeps bounded memory", () => {
  let view = aBudget("rolling-1h");
  for (let minute = 0; minute < 240; minute += 1) {
    view = postMoney(view, 0, 1_000, START_MS + minute * 60_000);
  }
  const { spentMicroUsd } = readBudget(view, START_MS + 4 * HOUR_MS - 60_000, START_MS);
  expect(spentMicroUsd - 10_000_000).toBe(60_000);
  expect(view.parts.length).toBeLessThanOrEqual(60);
});

test("says how long the rest lasts at the present burn", () => {
  let view = aBudget("day");
  for (let second = 0; second <= 60; second += 1) {
    view = postMoney(view, 0, 100_000, START_MS + second * 1_000);
  }
  const reading = readBudget(view, START_MS + 60_000, START_MS);
  expect(reading.burnMicroUsdPerMinute / 6_000_000).toBeCloseTo(1, 0);
  const leftMicroUsd = 100_000_000 - reading.spentMicroUsd;
  expect(reading.exhaustedInMs).toBeCloseTo(
    (leftMicroUsd / reading.burnMicroUsdPerMinute) * 60_000,
    6,
  );
  expect(readBudget(view, START_MS + 10 * HOUR_MS, START_MS).exhaustedInMs).toBeUndefined();
});

test("each alert is raised once, when its share is reached", () => {
  const half = postMoney(aBudget("day"), 0, 45_000_000, START_MS);
  expect(half.alertedShare).toBe(0.5);
  expect(postMoney(half, 0, 1_000_000, START_MS).alertedShare).toBe(0.5);
  expect(postMoney(half, 0, 30_000_000, START_MS).alertedShare).toBe(0.8);
});
