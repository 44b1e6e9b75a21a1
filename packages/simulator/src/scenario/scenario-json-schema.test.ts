import { expect, test } from "vitest";
import { scenarioJsonSchema } from "./scenario-json-schema.ts";

test("the schema in the package is the one the loader has; `vitest -u` writes it anew", async () => {
  const text = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../schemas/scenario.v1.schema.json");
});
