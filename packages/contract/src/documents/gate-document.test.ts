import fc from "fast-check";
import { expect, test } from "vitest";
import { GateDocument } from "./gate-document.ts";

test("any JSON object is a schema in place, and is taken as it is", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z$]+$/), fc.jsonValue()), (schema) => {
      expect(GateDocument.parse({ schema })).toEqual({ schema });
    }),
  );
});

test.each([
  ["a function", { default: () => 1 }],
  ["a date", { const: new Date(0) }],
  ["no number", { minimum: Number.NaN }],
  ["a bigint", { minimum: 1n }],
  ["nothing, deep inside", { properties: { a: { default: undefined } } }],
])("a schema in place with %s is refused: it has no JSON", (_what, schema) => {
  expect(GateDocument.safeParse({ schema }).success).toBe(false);
});

test("a schema in place that contains itself is refused", () => {
  const schema: Record<string, unknown> = { type: "array" };
  schema["items"] = schema;

  expect(GateDocument.safeParse({ schema }).success).toBe(false);
});

test("a gate has one kind", () => {
  expect(GateDocument.safeParse({ custom: "tone", mustInclude: ["a"] }).success).toBe(false);
});
