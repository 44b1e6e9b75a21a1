import type { AskFailedEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { readStop } from "../../scenario/read-stop.ts";
import type { StopDocument } from "../../scenario/stop-document.ts";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { createBudgetWatch } from "./budget-watch.ts";
import { createStopWatch, type Stop } from "./create-stop-watch.ts";
import { NO_RECOVERIES } from "./recovery-watch.ts";
import { NO_ASKS, type ScopeTally } from "./scope-tally.ts";

const { policy } = shippedBundle("starter.yaml").bundle;
const START_AT_MS = Date.UTC(2026, 10, 24, 9);
const balances = createBudgetWatch(policy, { day: 20_000_000 }, 0).initial;

function ended(atMs: number): AskFailedEvent {
  return {
    type: "ask-failed",
    atMs: START_AT_MS + atMs,
    bundle: "",
    askId: "a",
    taskId: "a",
    code: "ladder-exhausted",
    message: "",
    latencyMs: 1,
    costMicroUsd: 0,
    attempts: 1,
  };
}

function tally(inTime: number, all: number): ScopeTally {
  const asks = { ...NO_ASKS.asks, requests: all, byModelInsideSla: inTime };
  return { ...NO_ASKS, asks };
}

/** Tells a watch how the asks stand at each instant, and returns what stopped it. */
function watched(
  stops: readonly StopDocument[],
  story: readonly (readonly [atMs: number, tally: ScopeTally])[],
): readonly Stop[] {
  let now = NO_ASKS;
  const stopped: Stop[] = [];
  const watch = createStopWatch({
    stops: stops.map(readStop),
    policy,
    startAtMs: START_AT_MS,
    measures: () => ({
      scopes: stops.map(() => ({ total: now, byRoute: new Map([["quick", now]]) })),
      balances,
      recoveries: NO_RECOVERIES,
    }),
    onStop: (stop) => stopped.push(stop),
  });
  for (const [atMs, next] of story) {
    now = next;
    watch.record(ended(atMs));
  }
  return stopped;
}

const LOW: StopDocument = { metric: "availability", is: "< 90%", for: "10s" };

test("a condition has to be so for its whole time, without a break", () => {
  const [good, bad] = [tally(9, 10), tally(8, 10)];
  const broken = watched(
    [LOW],
    [
      [1_000, bad],
      [10_999, bad],
      [11_500, good],
      [12_000, bad],
      [21_999, bad],
    ],
  );
  expect(broken).toEqual([]);
  const [stop] = watched(
    [LOW],
    [
      [1_000, bad],
      [6_000, bad],
      [11_000, tally(7, 10)],
    ],
  );
  expect(stop).toMatchObject({ atMs: 11_000, measured: 0.7 });
  expect(stop?.condition.text).toBe("availability < 90% for 10s");
});

test("without a time the first event at which it is so stops, once, and the first condition is told", () => {
  const violated: ScopeTally = { ...tally(1, 10), violations: 2 };
  const stops: readonly StopDocument[] = [
    LOW,
    { metric: "violations", is: "> 0", why: "Never." },
    { metric: "availability", is: "< 50%" },
  ];
  const stopped = watched(stops, [
    [500, tally(1, 1)],
    [700, violated],
    [800, violated],
  ]);
  expect(stopped).toHaveLength(1);
  expect(stopped[0]).toMatchObject({ atMs: 700, measured: 2 });
  expect(stopped[0]?.condition.check.written.why).toBe("Never.");
});

test("what cannot be measured stops nothing", () => {
  const stops: readonly StopDocument[] = [
    { metric: "p95", is: "> 1s" },
    { metric: "availability", is: "< 99%", route: "regulated" },
    { metric: "spend", is: ">= 0%", budget: "no-such-budget" },
    { metric: "overspend", is: "> $0" },
  ];
  expect(watched(stops, [[100, tally(0, 10)]])).toEqual([]);
});

test("a budget's spend stops too, its opening balance included", () => {
  const [stop] = watched([{ metric: "spend", is: "> 1%", budget: "day" }], [[100, NO_ASKS]]);
  expect(stop?.measured).toBeGreaterThan(0.01);
});
