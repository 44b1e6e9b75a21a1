import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import {
  CALLS_IN_A_ROW,
  measureRecovery,
  NO_RECOVERIES,
  stepRecoveries,
} from "./recovery-watch.ts";

const FAULTS: readonly ScheduledFault[] = [
  { id: "down", type: "net.refused", fromMs: 0, untilMs: 100, target: { provider: "openai" } },
];
const ENDED: SwitchyardEvent = { atMs: 100, bundle: "", type: "fault-ended", fault: "down" };

/** One call after another, each a millisecond long. */
function calls(
  fromMs: number,
  outcomes: readonly ("ok" | "network")[],
  provider = "openai",
): readonly SwitchyardEvent[] {
  return outcomes.flatMap((outcome, index): readonly SwitchyardEvent[] => {
    const endpoint = `${provider}/model#us`;
    const attemptId = `${provider}/${fromMs}/${index}`;
    const base = { bundle: "", askId: "r-1", attemptId, endpoint, provider };
    const atMs = fromMs + index;
    return [
      {
        ...base,
        atMs,
        type: "attempt-started",
        kind: "first",
        rung: "full",
        route: "x",
        model: `${provider}/model`,
        region: "us",
        timeoutMs: 9,
      },
      { ...base, atMs: atMs + 1, type: "attempt-ended", outcome, latencyMs: 1, costMicroUsd: 0 },
    ];
  });
}

function measure(...events: readonly SwitchyardEvent[]): number | null {
  const end = events.reduce((state, event) => stepRecoveries(FAULTS, state, event), NO_RECOVERIES);
  return measureRecovery(end, "down");
}

const ok = (count: number) => Array.from({ length: count }, () => "ok" as const);

test("a fault that has not ended has no recovery", () => {
  expect(measure(...calls(0, ok(CALLS_IN_A_ROW)))).toBeNull();
});

test("the target is back with its tenth answer in a row, and stays so", () => {
  const back = [ENDED, ...calls(150, ok(CALLS_IN_A_ROW))];
  expect(measure(...back)).toBe(60);
  expect(measure(...back, ...calls(500, ["network", "ok"]))).toBe(60);
});

test("a failure starts the row anew, and until it is full the wait goes on", () => {
  const late = [...ok(CALLS_IN_A_ROW - 1), "network" as const];
  expect(measure(ENDED, ...calls(150, late))).toBe(60);
  expect(measure(ENDED, ...calls(150, [...late, "ok"]))).toBe(61);
  expect(measure(ENDED, ...calls(150, [...late, ...ok(CALLS_IN_A_ROW)]))).toBe(70);
});

test("calls of others, and calls begun before the end, prove nothing", () => {
  expect(measure(ENDED, ...calls(200, ok(20), "anthropic"))).toBe(120);
  const [begun, ...rest] = calls(99, ok(1));
  const early = begun === undefined ? [] : [begun, ENDED, ...rest];
  expect(measure(...early, ...calls(150, ok(CALLS_IN_A_ROW - 1)))).toBe(59);
});
