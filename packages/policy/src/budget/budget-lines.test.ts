import type { Budget, Policy } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundle } from "../plan/arbitraries.ts";
import {
  budgetLines,
  createBudgetLines,
  createLinesOf,
  type BudgetCharge,
} from "./budget-lines.ts";

const NOON_MS = Date.parse("2026-11-24T12:00:00Z");

const SCOPES: readonly Budget["scope"][] = [
  "all",
  { tier: "premium" },
  { provider: "openai" },
  { model: "openai/one" },
  { model: "openai/one@low" },
  { segment: "free" },
  { route: "quick" },
];

const [wild] = fc.sample(aBundle(), { numRuns: 1, seed: 1 });
if (wild === undefined) throw new Error("expected a bundle");

const policyWith = (scopes: readonly Budget["scope"][]): Policy => ({
  ...wild.policy,
  budgets: scopes.map((scope, index) => ({
    id: `budget-${index}`,
    scope,
    window: index % 2 === 0 ? "day" : "rolling-1h",
    timezone: "Europe/Berlin",
    capMicroUsd: 1_000 + index,
    alerts: [],
    onLedgerDown: { kind: "fail-closed" },
  })),
});

const charge: BudgetCharge = {
  route: "quick",
  tier: "premium",
  provider: "openai",
  model: "openai/one@low",
  segment: "free",
};
const ids = (lines: readonly { readonly budgetId: string }[]): readonly string[] =>
  lines.map(({ budgetId }) => budgetId);

test("an attempt is charged to every budget whose scope it falls in, in the policy's order", () => {
  expect(ids(budgetLines(policyWith(SCOPES), charge, NOON_MS))).toEqual([
    "budget-0",
    "budget-1",
    "budget-2",
    "budget-3",
    "budget-4",
    "budget-5",
    "budget-6",
  ]);
});

test.each([
  ["tier", { tier: "small" }, "budget-1"],
  ["provider", { provider: "google" }, "budget-2"],
  ["segment", { segment: "pro" }, "budget-5"],
  ["route", { route: "planning" }, "budget-6"],
])("another %s is not charged to its budget", (_, change, missing) => {
  const lines = budgetLines(policyWith(SCOPES), { ...charge, ...change }, NOON_MS);

  expect(lines).toHaveLength(SCOPES.length - 1);
  expect(ids(lines)).not.toContain(missing);
});

test("a budget of a model covers its variants, and a variant's only the variant", () => {
  const policy = policyWith([{ model: "openai/one" }, { model: "openai/one@low" }]);

  expect(ids(budgetLines(policy, charge, NOON_MS))).toEqual(["budget-0", "budget-1"]);
  expect(ids(budgetLines(policy, { ...charge, model: "openai/one" }, NOON_MS))).toEqual([
    "budget-0",
  ]);
  expect(ids(budgetLines(policy, { ...charge, model: "openai/two" }, NOON_MS))).toEqual([]);
});

test("a line carries cap and window", () => {
  expect(budgetLines(policyWith(["all"]), charge, NOON_MS)).toEqual([
    {
      budgetId: "budget-0",
      window: {
        kind: "calendar",
        key: "day:2026-11-24:Europe/Berlin",
        endsAtMs: Date.parse("2026-11-24T23:00:00Z"),
      },
      capMicroUsd: 1_000,
    },
  ]);
});

test("lines are remembered while their window lasts, and renewed after it", () => {
  const linesOf = createBudgetLines(policyWith(["all"]));
  const [noon] = linesOf(charge, NOON_MS);

  expect(linesOf(charge, NOON_MS + 60_000)[0]).toBe(noon);
  expect(linesOf(charge, NOON_MS + 86_400_000)[0]?.window).toMatchObject({
    key: "day:2026-11-25:Europe/Berlin",
  });
  expect(linesOf(charge, NOON_MS)[0]).toEqual(noon);
});

test("each of some budgets has its line, in their order, as an attempt under all of them has", () => {
  const policy = policyWith(["all", "all"]);
  const linesOf = createLinesOf();

  expect(linesOf(policy.budgets, NOON_MS)).toEqual(budgetLines(policy, charge, NOON_MS));
  const [line] = linesOf(policy.budgets, NOON_MS);
  expect(linesOf(policy.budgets, NOON_MS)[0]?.window).toBe(line?.window);
  expect(linesOf(policy.budgets, NOON_MS + 1)[0]?.window).toBe(line?.window);
});
