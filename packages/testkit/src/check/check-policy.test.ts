import { loadScenario } from "@switchyard/simulator";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { scenarios } from "../arbitraries/scenarios.ts";
import { SAMPLE } from "../fixtures/sample-bundle.ts";
import { WRONG_ROUTERS } from "../fixtures/wrong-routers.ts";
import { breachesOf } from "../invariants/invariants.ts";
import { play } from "../play/play.ts";
import { checkPolicy, formatCheck } from "./check-policy.ts";
import { optionsOf } from "./policy-under-test.ts";

test("our router holds every invariant, and says how often it was tried", async () => {
  const check = await checkPolicy(SAMPLE, { numRuns: 40, seed: 1 });
  expect(check).toEqual({ ok: true, seed: 1, runs: 40 });
  expect(formatCheck(check)).toBe("Every invariant held: 40 rehearsals, seed 1.\n");
});

describe("a router that", () => {
  test.each(Object.entries(WRONG_ROUTERS))(
    "%s is caught in fewer than 200 runs, by at most three asks",
    async (_name, createAsk) => {
      const check = await checkPolicy(SAMPLE, { numRuns: 199, seed: 7, asksMax: 8, createAsk });
      expect(check.ok).toBe(false);
      expect(check.counterexample?.breaches.length).toBeGreaterThan(0);
      expect(check.counterexample?.scenario.workload.asks?.length).toBeLessThanOrEqual(3);
    },
  );
});

test("a counterexample is a scenario file that shows the breach again, and to no right router", async () => {
  const createAsk = WRONG_ROUTERS["ignores residency"];
  const wrong = createAsk && { createAsk };
  const check = await checkPolicy(SAMPLE, { numRuns: 199, seed: 7, ...wrong });
  const { breaches, scenarioYaml: text = "", command } = check.counterexample ?? {};
  expect(formatCheck(check)).toMatch(/envelope-never-widened: r-000001: residency-not-allowed/);
  const scenario = { file: "found.yaml", text };
  expect(loadScenario(scenario).workload.asks).toHaveLength(1);
  expect(breachesOf(await play({ bundle: SAMPLE, scenario, ...wrong }))).toEqual(breaches);
  expect(breachesOf(await play({ bundle: SAMPLE, scenario }))).toEqual([]);
  // No command can open a bundle that was made in code.
  expect(command).toBeUndefined();
});

test("a scenario's file says what the scenario says, whatever is in it", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios(SAMPLE, { asksMax: 3 }), async (scenario) => {
      const text = stringify(scenario);
      const written = await play({ bundle: SAMPLE, scenario: { file: "found.yaml", text } });
      expect(written.events).toEqual((await play({ bundle: SAMPLE, scenario })).events);
    }),
    { numRuns: 5 },
  );
});

test("a command opens the policy and the catalogue that were given, wherever they lie", () => {
  expect(optionsOf("my policies/it's.yaml")).toEqual(["--policy", "my policies/it's.yaml"]);
  expect(optionsOf({ policy: "p.yaml", catalog: "c.yaml" })).toEqual([
    "--policy",
    "p.yaml",
    "--catalog",
    "c.yaml",
  ]);
  expect(optionsOf({ catalog: SAMPLE.catalog.document })).toBeUndefined();
});
