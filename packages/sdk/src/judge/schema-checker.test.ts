import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSchemaCompiler } from "./compile-schema.ts";
import { createSchemaChecker } from "./schema-checker.ts";

const checker = createSchemaChecker();
const reference = { draft7: new Ajv({ strict: false }), draft2020: new Ajv2020({ strict: false }) };
const DRAFT_7 = "http://json-schema.org/draft-07/schema#";

/** Schemas of the keywords that applications use, nested a little. */
function aSchema(): fc.Arbitrary<Record<string, unknown>> {
  const { schema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom<Record<string, unknown>>(
        { type: "string", maxLength: 2 },
        { type: "integer", minimum: 0 },
        { type: ["number", "null"] },
        { type: "boolean" },
        { enum: ["a", 1, null] },
        { const: true },
        {},
      ),
      fc.record({ type: fc.constant("array"), items: tie("schema"), maxItems: fc.nat({ max: 3 }) }),
      fc
        .dictionary(fc.constantFrom("a", "b", "c"), tie("schema"), { minKeys: 1 })
        .chain((properties) =>
          fc.record({
            type: fc.constant("object"),
            properties: fc.constant(properties),
            required: fc.subarray(Object.keys(properties)),
            additionalProperties: fc.boolean(),
          }),
        ),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    ),
  }));
  return schema;
}

function aValue(): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>("a", "abc", 0, -1, 1, 1.5, true, false, null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value")),
    ),
  }));
  return value;
}

test.each([
  ["2020-12", undefined, reference.draft2020],
  ["7", DRAFT_7, reference.draft7],
])("a value of draft %s fits exactly when the reference validator says so", (_, draft, ajv) => {
  let fitting = 0;
  fc.assert(
    fc.property(aSchema(), aValue(), (bare, value) => {
      const schema = { ...bare, ...(draft !== undefined && { $schema: draft }) };
      const fits = ajv.validate(schema, value);
      if (fits) fitting += 1;

      expect(checker.mistakesOf(schema, value).length === 0).toBe(fits);
    }),
    { numRuns: 100 },
  );
  // Both outcomes were seen.
  expect(fitting).toBeGreaterThan(5);
  expect(fitting).toBeLessThan(95);
});

describe("a schema", () => {
  test("is compiled once for its object, and once for its text", () => {
    const compile = createSchemaCompiler();
    let compiled = 0;
    const few = createSchemaChecker((schema) => {
      compiled += 1;
      return compile(schema);
    });
    const schema = { type: "object", properties: { a: { type: "string" } } };

    for (const again of [schema, structuredClone(schema), schema, structuredClone(schema)])
      expect(few.mistakesOf(again, { a: 1 })).toEqual(["`/a` must be string"]);
    expect(compiled).toBe(1);
    // The object is known by now: changing it shows that its text is not read again.
    schema.properties.a.type = "number";
    expect(few.mistakesOf(schema, { a: 1 })).toEqual(["`/a` must be string"]);
    expect(few.mistakesOf(structuredClone(schema), { a: 1 })).toEqual([]);
    expect(compiled).toBe(2);
  });

  test("is read by the rules of its own draft", () => {
    const items = [{ type: "string" }];
    expect(checker.mistakesOf({ $schema: DRAFT_7, items }, [1])).toHaveLength(1);
    expect(checker.mistakesOf({ $schema: DRAFT_7, prefixItems: items }, [1])).toEqual([]);
    expect(checker.mistakesOf({ prefixItems: items }, [1])).toHaveLength(1);
    expect(checker.mistakeOfSchema({ items })).toContain("`/items` must be object,boolean");
  });

  test("may share its `$id` with another", () => {
    expect(checker.mistakeOfSchema({ $id: "x", type: "string" })).toBeUndefined();
    expect(checker.mistakeOfSchema({ $id: "x", type: "number" })).toBeUndefined();
    expect(checker.mistakesOf({ $id: "x", type: "number" }, "a")).toEqual([
      "the whole must be number",
    ]);
  });

  test.each([
    ["an unknown type", { type: "nope" }, "`/type` must be equal to one of"],
    ["a keyword of the wrong shape", { properties: 5 }, "`/properties` must be object"],
    ["a reference that leads out of it", { $ref: "https://example.com/x" }, "can't resolve"],
    ["a broken pattern", { pattern: "(" }, "Invalid regular expression"],
    ["another draft", { $schema: "http://json-schema.org/draft-04/schema#" }, "draft-07"],
    ["an asynchronous one", { $async: true }, "`$async` is no keyword"],
    ["a bigint in it", { const: 1n }, "has no JSON"],
  ])("with %s is none, and says so", (_what, schema, words) => {
    expect(checker.mistakeOfSchema(schema)).toContain(words);
    expect(checker.mistakesOf(schema, {})[0]).toContain("the schema is none");
  });

  test("that contains itself is none", () => {
    const schema: Record<string, unknown> = {};
    schema["not"] = schema;
    expect(checker.mistakeOfSchema(schema)).toContain("has no JSON");
  });

  test("finds in an object only what is its own", () => {
    expect(checker.mistakesOf({ required: ["toString"] }, {})).toHaveLength(1);
    expect(checker.mistakesOf({ properties: { constructor: { type: "string" } } }, {})).toEqual([]);
  });

  test("takes a format for a note, and a keyword of others too", () => {
    expect(checker.mistakesOf({ format: "email", "x-hint": 1 }, "no address")).toEqual([]);
  });
});

test("at most five mistakes are told, each with its place and what would be right", () => {
  const schema = {
    properties: { kind: { enum: ["a", "b"] }, version: { const: 2 } },
    additionalProperties: false,
  };
  expect(checker.mistakesOf(schema, { kind: "c", version: 1, extra: 0 })).toEqual([
    "the whole must NOT have additional properties (`extra`)",
    '`/kind` must be equal to one of the allowed values: ["a","b"]',
    "`/version` must be equal to constant: 2",
  ]);
  expect(checker.mistakesOf({ items: { type: "string" } }, [1, 2, 3, 4, 5, 6])).toHaveLength(5);
});
