import { expect, test } from "vitest";
import { LINT_RULES } from "./lint-rules.ts";

test("rules have ids of their own, in order, and words to explain them", () => {
  const ids = LINT_RULES.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted());
  for (const { id, summary, explanation } of LINT_RULES) {
    expect(id).toMatch(/^R\d\d$/);
    expect(summary.length).toBeLessThan(90);
    expect(explanation.length).toBeGreaterThan(summary.length);
  }
});
