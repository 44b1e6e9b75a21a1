import { expect, test } from "vitest";
import { addName, hasName, NO_NAMES } from "./recent-names.ts";

test("thousands of names are remembered, and no other is", () => {
  let names = NO_NAMES;
  for (let index = 0; index < 5000; index += 1) names = addName(names, `task-${index}`);
  for (let index = 0; index < 5000; index += 1) expect(hasName(names, `task-${index}`)).toBe(true);
  expect(hasName(names, "task-5000")).toBe(false);
});

test("memory is bounded: the newest names push the oldest out", () => {
  let names = NO_NAMES;
  for (let index = 0; index < 100_000; index += 1) names = addName(names, `task-${index}`);
  expect(names.buckets.every(({ length }) => length <= 128)).toBe(true);
  expect(hasName(names, "task-99999")).toBe(true);
  expect(hasName(names, "task-0")).toBe(false);
});
