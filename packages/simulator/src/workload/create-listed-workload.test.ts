import { openBundle } from "@switchyard/sdk";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { planDrills } from "../drill/plan-drills.ts";
import { loadScenario } from "../scenario/load-scenario.ts";
import { createListedWorkload } from "./create-listed-workload.ts";

const { bundle } = openBundle();
const SCENARIO = loadScenario({
  file: "listed.yaml",
  text: `schema: switchyard/scenario/v1
name: listed
title: Three asks
description: Two that a route takes, and one that none does; not in the order of time.
seed: 1
start: 2026-11-24T12:00:00Z
workload:
  asks:
    - { at: 2s, intent: faq, risk: low, sla: 5s, inputTokens: 100, outputTokens: 50 }
    - { at: 0s, intent: faq, risk: low, sla: 3s, inputTokens: 100, outputTokens: 50, stream: true }
    - { at: 1s, intent: faq, risk: high, sla: 5s, inputTokens: 100, outputTokens: 50 }
faults: []
expect: [{ metric: violations, is: "== 0" }]
`,
});

function listed(requests?: number): ReturnType<typeof createListedWorkload> {
  const { workload, startAtMs } = SCENARIO;
  return createListedWorkload(
    bundle,
    workload.asks ?? [],
    createKeyedRng("1"),
    startAtMs,
    requests,
  );
}

test("asks come in the order of time, as they are written; one that no route takes is asked too", () => {
  const { workload, mix } = listed();
  const asks = [0, 1, 2].map((index) => workload.askAt(index));
  expect(asks.map((ask) => [ask?.risk, ask?.slaMs])).toEqual([
    ["low", 3_000],
    ["high", 5_000],
    ["low", 5_000],
  ]);
  expect(workload.at(0)?.isStreamed).toBe(true);
  expect(workload.at(1)?.traffic.route).toBe("");
  expect(workload.at(3)).toBeUndefined();
  expect(mix.classes.map(({ route }) => route)).toEqual(["quick", "quick"]);
});

test("a limit takes the first ones in time", () => {
  const { workload } = listed(1);
  expect([workload.requests, workload.durationMs]).toEqual([1, 0]);
  expect(workload.askAt(0)?.slaMs).toBe(3_000);
});

test("drills are planned over listed asks as over a trace", () => {
  const { drills, requests } = planDrills(bundle, SCENARIO, "1", 2);
  expect(requests).toBe(2);
  expect(drills.map(({ needed }) => needed.lose)).toContainEqual(["provider:openai"]);
});
