import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

const FILE = fileURLToPath(import.meta.resolve("@switchyard/policy/shipped/catalog.yaml"));

test("list has a line for every model, with the prices of the lock", async () => {
  const { code, out } = await runSwitchyard("catalog", "list", "--catalog", FILE);
  const json = await runSwitchyard("catalog", "list", "--catalog", FILE, "--json");

  expect(code).toBe(0);
  expect(out).toMatch(
    /^openai\/gpt-6-luna +small +managed +medium +1600 ms +\$0\.10 +\$0\.50 +eu, us$/m,
  );
  expect(json.out.match(/"wireName":/g)).toHaveLength(out.trim().split("\n").length - 1);
});

test("show has all facts of a model and its scores", async () => {
  const args = ["catalog", "show", "openai/gpt-6-luna", "--catalog", FILE];

  expect((await runSwitchyard(...args)).out).toMatch(/quality:\n {2}extract: 0\.91/);
  expect(JSON.parse((await runSwitchyard(...args, "--json")).out)).toMatchObject({
    version: 1,
    model: { id: "openai/gpt-6-luna", contextTokens: 1_050_000, quality: { faq: 0.9 } },
  });
});

test("a model that is not there is answered with the nearest", async () => {
  const { code, error } = await runSwitchyard(
    "catalog",
    "show",
    "openai/gpt-6-lun",
    "--catalog",
    FILE,
  );

  expect(code).toBe(2);
  expect(error).toContain("Did you mean openai/gpt-6-luna?");
});
