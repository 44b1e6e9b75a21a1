import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const NAMES = ["faq", "summarize", "plan-workflow", "latencyMax", "qualityFloor"];

test.each([
  ["sumarize", "summarize"],
  ["planWorkflow", "plan-workflow"],
  ["latency_max", "latencyMax"],
  ["latency", "latencyMax"],
  ["L-A-T-E-N-C-Y-M-A-X", "latencyMax"],
  ["latencyMaxMs", "latencyMax"],
  ["qfa", undefined],
  ["fag", "faq"],
  ["regulated", undefined],
  ["", undefined],
])("the name nearest to %j is %j", (name, expected) => {
  expect(nearest(name, NAMES)).toBe(expected);
});

test("a name is nearest to itself", () => {
  const aName = fc.stringMatching(/^[a-z][a-z0-9]{2,20}$/);
  fc.assert(
    fc.property(fc.uniqueArray(aName, { minLength: 1 }), fc.nat(), (names, index) => {
      const name = names[index % names.length] ?? "";

      expect(nearest(name, names)).toBe(name);
    }),
  );
});

test("a very long word is not compared", () => {
  expect(nearest("a".repeat(100_000), ["a".repeat(99_999)])).toBeUndefined();
});
