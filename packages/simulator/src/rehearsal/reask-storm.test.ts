import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { rehearse } from "./rehearse.ts";

const scenario = shippedScenario("reask-storm");
const bundle = shippedBundle("policy.yaml");
const USERS = 24;

test("the shipped policy holds while users press reload, and re-asks belong to their task", async () => {
  const received = new Map<string, string>();
  let inFlight = 0;
  let inFlightMax = 0;
  const successes = new Set<string>();
  const record = (event: SwitchyardEvent): void => {
    if (event.type === "ask-received" && event.judgesAskId === undefined) {
      received.set(event.askId, event.taskId);
      inFlight += 1;
      inFlightMax = Math.max(inFlightMax, inFlight);
    } else if (event.type === "ask-answered" || event.type === "ask-failed") {
      if (received.has(event.askId)) inFlight -= 1;
      if (event.type === "ask-answered" && event.endpoint !== undefined)
        successes.add(event.taskId);
    }
  };
  const outcome = await rehearse({ scenario, bundle, sinks: [{ record }] });

  expect(outcome.checks.map(({ status }) => status)).toEqual(outcome.checks.map(() => "passed"));
  expect(outcome.interrupted).toBe(false);
  expect(inFlight).toBe(0);
  expect(inFlightMax).toBeLessThanOrEqual(USERS);
  const again = [...received].filter(([askId]) => askId.includes("/again-"));
  expect(outcome.reasked).toBe(again.length);
  expect(again.length).toBeGreaterThan(100);
  for (const [askId, taskId] of again) expect(taskId).toBe(askId.split("/")[0]);
  const { successfulTasks, spendMicroUsd, costPerSuccessfulTaskMicroUsd } = outcome.summary;
  expect(successfulTasks).toBe(successes.size);
  expect(costPerSuccessfulTaskMicroUsd).toBe(Math.round(spendMicroUsd / successes.size));
});
