import { expect, test } from "vitest";
import { isStrictSchema } from "./is-strict-schema.ts";

const strict = {
  type: "object",
  properties: { a: { type: "string" } },
  required: ["a"],
  additionalProperties: false,
};
const open = { ...strict, additionalProperties: true };
const optional = { ...strict, required: [] };

test.each([
  ["every property required, no others allowed", strict, true],
  ["others allowed", open, false],
  ["a property left optional", optional, false],
  ["a nested object that is open", { ...strict, properties: { a: open } }, false],
  ["items that are open", { type: "array", items: open }, false],
  ["an alternative that is open", { anyOf: [strict, open] }, false],
  ["a definition that is open", { $ref: "#/$defs/a", $defs: { a: open } }, false],
  ["an object without properties", { type: "object", additionalProperties: false }, true],
  ["no object at all", { type: "string" }, true],
])("%s", (_, schema, expected) => {
  expect(isStrictSchema(schema)).toBe(expected);
});
