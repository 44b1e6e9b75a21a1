import { expect, test } from "vitest";
import { registerConformance } from "./register-conformance.ts";

test("each check is a test, and one that is skipped has its reason in its name", () => {
  const seen: (readonly [string, string])[] = [];
  const register = Object.assign((name: string) => seen.push(["runs", name]), {
    skip: (name: string) => seen.push(["skipped", name]),
  });
  const checks = [
    { name: "holds", run: async () => {} },
    { name: "fails", skip: "nobody can" },
  ];
  registerConformance(checks, register);
  expect(seen).toEqual([
    ["runs", "holds"],
    ["skipped", "fails (skipped: nobody can)"],
  ]);
});
