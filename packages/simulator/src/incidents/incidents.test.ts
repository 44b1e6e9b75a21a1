import { expect, test } from "vitest";
import { parseDurationMs } from "@switchyard/policy";
import type { RehearsalOutcome } from "../rehearsal/rehearsal-outcome.ts";
import { rehearse } from "../rehearsal/rehearse.ts";
import { controlOf } from "../rehearsal/side-runs.ts";
import { loadScenario } from "../scenario/load-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { listScenarios, shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";

const dated = listScenarios().filter(({ incident }) => incident !== undefined);
const bundle = shippedBundle("policy.yaml");

function availabilityOf({ requests, summary }: RehearsalOutcome): number {
  return summary.byModelInsideSla / requests;
}

/** Quarter of the traffic: a sample that takes little time. */
function sampled(name: string): Scenario {
  const scenario = shippedScenario(name);
  const { workload } = scenario;
  return { ...scenario, workload: { ...workload, speed: workload.speed / 4 } };
}

test("sixteen incidents are shipped, each named by its date, told with its source", () => {
  expect(dated).toHaveLength(16);
  for (const { name, incident } of dated) {
    expect(incident?.began.slice(0, 10)).toBe(name.slice(-10));
    expect(incident?.sources[0]).toMatch(/^https?:/);
  }
});

test("no incident is played longer than it lasted, and every one has a calm before and after", () => {
  for (const { name, incident } of dated) {
    const { faults, workload } = shippedScenario(name);
    const own = faults.filter(({ ambient }) => ambient !== true);
    const fromMs = Math.min(...own.map(({ at }) => parseDurationMs(at)));
    const untilMs = Math.max(
      ...own.map(({ at, for: lasts = "0s" }) => parseDurationMs(at) + parseDurationMs(lasts)),
    );
    expect(fromMs).toBeGreaterThan(0);
    expect(untilMs).toBeLessThan(workload.durationMs ?? 0);
    expect(untilMs - fromMs).toBeLessThanOrEqual(parseDurationMs(incident?.lasted ?? "0s"));
  }
});

test("every status 530 at OpenAI: the shipped policy holds, and its control does better", async () => {
  const scenario = sampled("openai-2024-12-04");
  const outcome = await rehearse({ scenario, bundle });
  expect(outcome.checks.filter(({ status }) => status !== "passed")).toEqual([]);
  expect(outcome.hits["edge-530"]).toBeGreaterThan(5);
  const control = controlOf(scenario, bundle);
  expect(control?.scenario.faults.map(({ id }) => id)).toEqual(["everyday-failures"]);
  if (control === undefined) return;
  const calm = await rehearse(control);
  expect(availabilityOf(calm)).toBeGreaterThanOrEqual(availabilityOf(outcome));
});

test("where the catalogue lacks the provider another one stands in, and that is told", async () => {
  const outcome = await rehearse({
    scenario: shippedScenario("aws-2025-10-20"),
    bundle,
    requests: 300,
  });
  expect(outcome.notices).toContain(
    "The incident happened to aws, which the catalogue lacks; openai, called first most often, stands in.",
  );
  expect(outcome.hits["region-down"]).toBeGreaterThan(0);
});

test("a fault of the incident's provider needs an incident", () => {
  const text = `schema: switchyard/scenario/v1
name: nobody
title: An incident that is not told
description: Nobody knows to whom.
seed: 1
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, duration: 1m }
faults:
  - { id: down, type: net.refused, at: 0s, target: { provider: "@incident" } }
expect:
  - { metric: violations, is: "== 0" }
`;
  expect(() => loadScenario({ text, file: "nobody.yaml" })).toThrow(
    /nobody.yaml:9.*write incident/s,
  );
});
