import { expect, test } from "vitest";
import { isCallFault } from "../faults/fault.ts";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { drillScenario } from "./drill-scenario.ts";
import { planDrills, type DrillPlan } from "./plan-drills.ts";

const { bundle } = shippedBundle("policy.yaml");
const base = shippedScenario("default");
const planWith = (seed: string): DrillPlan => planDrills(bundle, base, seed, 200);
const planned = planWith("7");

test("the two providers that traffic calls first most are drilled, then what the policy claims", () => {
  const { roles, requests, drills } = planned;

  expect(requests).toBe(200);
  expect(drills.slice(0, 4).map(({ needed }) => needed.lose)).toEqual([
    [`provider:${roles["@primary"].provider}`],
    [`provider:${roles["@primary"].provider}`],
    [`provider:${roles["@second"]?.provider}`],
    [`provider:${roles["@second"]?.provider}`],
  ]);
  expect(drills.slice(4).every(({ needed }) => needed.because === "claimed")).toBe(true);
});

test("a cold loss is refused from the start on, a hot one is silence from half the traffic on", () => {
  const [cold, hot] = planned.drills;

  expect(cold?.scenario.faults).toMatchObject([
    { id: "provider:openai", type: "net.refused", at: "0s", target: { provider: "openai" } },
  ]);
  expect(cold?.fromAtMs).toBe(base.startAtMs);
  const hotFault = hot?.scenario.faults[0];
  expect(hotFault).toMatchObject({ type: "net.blackhole", target: { provider: "openai" } });
  expect(`${((hot?.fromAtMs ?? 0) - base.startAtMs) / 1_000}s`).toBe(hotFault?.at);
  expect(hotFault?.at).not.toBe("0s");
});

test("a drill keeps the scenario's traffic, and neither its incident nor its short money", () => {
  for (const { scenario } of planned.drills) {
    expect(scenario.workload).toEqual(base.workload);
    expect(scenario.opening).toEqual({});
    expect(scenario.faults).toHaveLength(1);
  }
});

test("every drill has a scenario of its own, and the same hash each time it is planned", () => {
  const hashes = planned.drills.map(({ scenarioSha256 }) => scenarioSha256);

  expect(new Set(hashes).size).toBe(hashes.length);
  expect(planWith("8").drills.map(({ scenarioSha256 }) => scenarioSha256)).toEqual(hashes);
});

test("each kind of failure domain takes away what it names", () => {
  const catalog = { ...bundle.catalog, sharedEdges: { edge: ["openai", "anthropic"] } };
  const lose = [
    "model:openai/gpt-6-sol@low",
    "region:eu",
    "provider/region:google/eu",
    "sharedEdge:edge",
  ];
  const { faults } = drillScenario(base, { lose, start: "cold" }, 0, catalog);

  expect(faults.map((fault) => [fault.id, isCallFault(fault) && fault.target])).toEqual([
    ["model:openai/gpt-6-sol@low", { model: "openai/gpt-6-sol@low" }],
    ["region:eu", { region: "eu" }],
    ["provider/region:google/eu", { provider: "google", region: "eu" }],
    ["sharedEdge:edge/openai", { provider: "openai" }],
    ["sharedEdge:edge/anthropic", { provider: "anthropic" }],
  ]);
});
