import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { jsonForSchema } from "./json-for-schema.ts";

const aLeaf = fc.oneof(
  fc.constant({ type: "string" }),
  fc.record({
    type: fc.constant("string"),
    minLength: fc.nat(40),
    maxLength: fc.integer({ min: 40, max: 60 }),
  }),
  fc.constantFrom("date", "email", "uuid").map((format) => ({ type: "string", format })),
  fc.record({
    type: fc.constantFrom("number", "integer"),
    minimum: fc.integer({ min: -9, max: 0 }),
    maximum: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ type: fc.constantFrom("number", "integer") }),
  fc.constantFrom({ type: "boolean" }, { type: "null" }, { const: 7 }, { enum: ["a", "b"] }),
);

const { aSchema } = fc.letrec<{ aSchema: object }>((tie) => ({
  aSchema: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    aLeaf,
    fc
      .dictionary(fc.constantFrom("id", "title", "steps", "score"), tie("aSchema"))
      .chain((properties) =>
        fc.subarray(Object.keys(properties)).map((required) => ({
          type: "object",
          properties,
          required,
          additionalProperties: false,
        })),
      ),
    fc.record({ type: fc.constant("array"), items: tie("aSchema"), minItems: fc.nat(2) }),
    fc.array(tie("aSchema"), { minLength: 1, maxLength: 2 }).map((anyOf) => ({ anyOf })),
  ),
}));

/** Whether a value follows a schema, as zod reads both from the wire. */
function follows(value: unknown, schema: object): boolean {
  const read = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
  return read.safeParse(JSON.parse(JSON.stringify(value))).success;
}

test("the value follows its schema", () => {
  fc.assert(
    fc.property(aSchema, (schema) => {
      const value = jsonForSchema({ ...schema }, "The answer is in the second part.");
      expect(follows(value, schema)).toBe(true);
    }),
  );
});

test("a schema that refers to itself ends where it may end", () => {
  const node = {
    type: "object",
    properties: {
      name: { type: "string" },
      children: { type: "array", items: { $ref: "#/$defs/node" } },
      next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] },
    },
    required: ["name", "children", "next"],
    additionalProperties: false,
  };
  const schema = { $ref: "#/$defs/node", $defs: { node } };
  expect(follows(jsonForSchema(schema, "leaf"), schema)).toBe(true);
});

test("a schema without a finite value gives a finite one all the same", () => {
  const schema = { type: "object", properties: { self: { $ref: "#" } }, required: ["self"] };
  expect(JSON.stringify(jsonForSchema(schema, "")).length).toBeLessThan(200);
});

test("allOf is merged", () => {
  const part = (name: string): object => ({
    properties: { [name]: { type: "string" } },
    required: [name],
  });
  expect(jsonForSchema({ allOf: [part("a"), part("b")] }, "x")).toEqual({ a: "x", b: "x" });
});

test("a choice of null alone is null", () => {
  expect(jsonForSchema({ anyOf: [{ type: "null" }] }, "x")).toBeNull();
});
