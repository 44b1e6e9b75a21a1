import { expect, test } from "vitest";
import { aPolicyReading } from "../fixtures/a-policy-reading.ts";
import { NO_POLICY, stepPolicy, typePath, type PolicyPage } from "./policy-page.ts";

const KNOWN = ["builtin/support-platform", "./strict.yaml"];
const READ: PolicyPage = {
  path: "./strict.yaml",
  reading: aPolicyReading("./strict.yaml"),
  top: 0,
};

test("Enter asks for a path, then reads it, then pushes what was read", () => {
  const deedOf = (page: PolicyPage) => stepPolicy(page, "open", KNOWN).deed;
  expect(deedOf(NO_POLICY)).toEqual({ kind: "type" });
  expect(deedOf({ path: "./strict.yaml", top: 0 })).toEqual({
    kind: "read",
    path: "./strict.yaml",
  });
  expect(deedOf(READ)).toEqual({ kind: "push", reading: READ.reading });
});

test("what is typed is another path, so nothing of the file before can be pushed", () => {
  const page = typePath(READ, "x", false);
  expect(page).toEqual({ path: "./strict.yamlx", top: 0 });
  expect(typePath(page, "", true).path).toBe("./strict.yaml");
  expect(typePath(NO_POLICY, "x".repeat(999), false).path.length).toBeLessThanOrEqual(200);
});

test("the arrows go through the known policies, and a choice is read", () => {
  const next = stepPolicy(READ, "forward", KNOWN);
  expect(next).toEqual({
    page: { path: "builtin/support-platform", top: 0 },
    deed: { kind: "read", path: "builtin/support-platform" },
  });
  expect(stepPolicy(next.page, "back", KNOWN).page.path).toBe("./strict.yaml");
  expect(stepPolicy(NO_POLICY, "forward", KNOWN).page.path).toBe("builtin/support-platform");
});

test("what changes is scrolled, and neither end is passed", () => {
  const down = Array.from({ length: 500 }, () => "down" as const);
  const last = down.reduce((page, command) => stepPolicy(page, command, KNOWN).page, READ);
  expect(last.top).toBeGreaterThan(20);
  expect(last.top).toBeLessThan(400);
  expect(stepPolicy(READ, "up", KNOWN).page.top).toBe(0);
  expect(stepPolicy(NO_POLICY, "down", KNOWN).page.top).toBe(0);
});
