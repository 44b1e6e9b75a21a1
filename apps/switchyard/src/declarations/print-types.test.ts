import { readFileSync } from "node:fs";
import type { AskRequest } from "@switchyard/contract";
import type { Router } from "@switchyard/sdk";
import { expect, expectTypeOf, test } from "vitest";
import type { Intent, PolicyRouter, Risk } from "../fixtures/founding-policy.ts";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

const FIXTURE = new URL("../fixtures/founding-policy.ts", import.meta.url);

test("the types are literal unions of the policy's names", async () => {
  const { code, out } = await runSwitchyard("types", "builtin/founding");

  expect(code).toBe(0);
  // The fixture is what was printed once, in the form that this repository gives its files.
  expect(out.replaceAll(/\s+/g, " ")).toBe(readFileSync(FIXTURE, "utf8").replaceAll(/\s+/g, " "));
});

test("a router of a YAML policy is one of the policy's own words", () => {
  expectTypeOf<Router>().toExtend<PolicyRouter>();
  expectTypeOf<Parameters<PolicyRouter["ask"]>[0]>().toEqualTypeOf<AskRequest<Intent, Risk>>();
  expectTypeOf<"fag">().not.toExtend<Intent>();
});

test("--json has the names as data", async () => {
  const { out } = await runSwitchyard("types", "builtin/founding", "--json");

  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    policy: "founding",
    risks: ["low", "medium", "high"],
    routes: ["secure", "fast", "reasoning"],
  });
});
