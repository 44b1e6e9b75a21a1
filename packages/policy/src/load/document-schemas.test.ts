import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentSchemas } from "./document-schemas.ts";

test.each(Object.entries(documentSchemas()))("%s is what the code says", (file, schema) => {
  const committed = readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8");

  // When it is not: node packages/policy/scripts/write-schemas.ts
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(schema)));
});

test("a schema allows no unknown key and names its draft", () => {
  expect(documentSchemas()["policy.v1.schema.json"]).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    additionalProperties: false,
    required: ["schema", "name", "domains", "routes"],
  });
});
