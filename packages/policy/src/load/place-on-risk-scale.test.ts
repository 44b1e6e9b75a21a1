import { expect, test } from "vitest";
import { shippedCatalog } from "./arbitraries.ts";
import { isOnRiskScale, placeOnRiskScale } from "./place-on-risk-scale.ts";

const { catalog } = shippedCatalog();
const approvals = (risks: readonly string[]): readonly (string | undefined)[] => {
  const { models } = placeOnRiskScale(catalog, risks);
  return ["openai/gpt-6-sol", "openai/gpt-6-luna", "ollama/qwen3"].map(
    (id) => models[id]?.approvedRisk,
  );
};

test.each([
  [
    ["low", "medium", "high"],
    ["high", "medium", "low"],
  ],
  [["low"], ["low", "low", "low"]],
  [
    ["low", "high"],
    ["high", "low", "low"],
  ],
  [["high"], ["high", "medium", "low"]],
  [
    ["minor", "major"],
    ["high", "medium", "low"],
  ],
])("on the scale %j the approvals high, medium and low are %j", (risks, expected) => {
  expect(approvals(risks)).toEqual(expected);
});

test("a class belongs to the policy's scale or to a common one", () => {
  expect(isOnRiskScale("major", ["minor", "major"])).toBe(true);
  expect(isOnRiskScale("high", ["low"])).toBe(true);
  expect(isOnRiskScale("high", ["minor", "major"])).toBe(false);
  expect(isOnRiskScale("major", ["low", "high"])).toBe(false);
  expect(isOnRiskScale("medium", ["high", "low"])).toBe(false);
});
