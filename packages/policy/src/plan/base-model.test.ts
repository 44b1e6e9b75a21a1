import { expect, test } from "vitest";
import { baseModel } from "./base-model.ts";

test.each([
  ["openai/one@low", "openai/one"],
  ["openai/one", "openai/one"],
  ["openai/one@low@lower", "openai/one@low"],
  ["@low", ""],
])("the base of %s is %s", (model, base) => {
  expect(baseModel(model)).toBe(base);
});
