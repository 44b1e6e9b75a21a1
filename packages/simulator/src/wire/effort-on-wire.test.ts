import { expect, test } from "vitest";
import { effortOfBudget, effortOfName } from "./effort-on-wire.ts";

test("a budget is read as the effort whose share of the limit is nearest", () => {
  const budgets = [0, 200, 1000, 3000, 6000];
  expect(budgets.map((tokens) => effortOfBudget(tokens, 10_000))).toEqual([
    "none",
    "minimal",
    "low",
    "medium",
    "high",
  ]);
  expect(effortOfBudget(undefined, 10_000)).toBeUndefined();
});

test("a name is read as it is, an unknown one not at all", () => {
  expect(["low", "high", "xhigh", undefined].map(effortOfName)).toEqual([
    "low",
    "high",
    undefined,
    undefined,
  ]);
});
