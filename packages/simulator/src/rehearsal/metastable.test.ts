import { expect, test } from "vitest";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { rehearse } from "./rehearse.ts";
import { comparisonsOf } from "./side-runs.ts";

const scenario = shippedScenario("metastable");

test("without the retry budget the provider does not recover after the trigger; with it, it does", async () => {
  const runs = comparisonsOf(scenario, shippedBundle("policy.yaml"));
  const measured = [];
  for (const run of runs) {
    // The trigger is over after 70 s, and the queue is empty 50 s later.
    const outcome = await rehearse(run);
    expect(outcome.checks.map(({ status }) => status)).toEqual(["passed", "passed"]);
    measured.push([run.name, ...outcome.checks.map((check) => check.measured ?? 0)]);
  }
  expect(measured.map(([name]) => name)).toEqual(["with-retry-budget", "without-retry-budget"]);
});
