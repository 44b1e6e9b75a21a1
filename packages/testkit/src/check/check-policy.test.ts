import { loadScenario } from "@switchyard/simulator";
import { describe, expect, test } from "vitest";
import { SAMPLE } from "../fixtures/sample-bundle.ts";
import { WRONG_ROUTERS } from "../fixtures/wrong-routers.ts";
import { breachesOf } from "../invariants/invariants.ts";
import { play } from "../play/play.ts";
import { checkPolicy, formatCheck } from "./check-policy.ts";

test("our router holds every invariant, and says how often it was tried", async () => {
  const check = await checkPolicy(SAMPLE, { numRuns: 100, seed: 1 });
  expect(check).toEqual({ ok: true, seed: 1, runs: 100 });
  expect(formatCheck(check)).toBe("Every invariant held: 100 rehearsals, seed 1.\n");
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

test("a counterexample is a scenario file that shows the breach again", async () => {
  const createAsk = WRONG_ROUTERS["ignores residency"];
  const check = await checkPolicy(SAMPLE, {
    numRuns: 199,
    seed: 7,
    ...(createAsk && { createAsk }),
  });
  const { counterexample } = check;
  expect(formatCheck(check)).toMatch(/envelope-never-widened: r-000001: residency-not-allowed/);
  const text = counterexample?.scenarioYaml ?? "";
  expect(loadScenario({ file: "found.yaml", text }).workload.asks).toHaveLength(1);
  const scenario = counterexample?.scenario;
  expect(scenario && breachesOf(await play({ bundle: SAMPLE, scenario }))).toEqual([]);
});
