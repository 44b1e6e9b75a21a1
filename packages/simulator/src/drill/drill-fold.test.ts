import type { Bundle, SwitchyardEvent } from "@switchyard/contract";
import { foldEvents } from "@switchyard/journal";
import { expect, test } from "vitest";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { createDrillFold, type DrillMeasure } from "./drill-fold.ts";

const { bundle } = shippedBundle("policy.yaml");
const scenario = shippedScenario("default");
const FROM_AT_MS = scenario.startAtMs + 10_000;

interface AnAsk {
  readonly atMs?: number;
  readonly risk?: string;
  readonly residency?: string;
  readonly region?: string;
  readonly end?: "in-time" | "late" | "static" | "failed";
  readonly judgesAskId?: string;
}

/** The events of one ask of route `quick`. */
function eventsOf(
  {
    atMs = FROM_AT_MS,
    risk = "low",
    residency = "any",
    region = "us",
    end = "in-time",
    ...judges
  }: AnAsk,
  index: number,
): readonly SwitchyardEvent[] {
  const base = { atMs, bundle: bundle.hash.slice(0, 12), askId: `r-${index}` };
  const attempt = { attemptId: `r-${index}.1`, kind: "first", rung: "full" } as const;
  const endpoint = {
    endpoint: `openai/gpt-6-luna#${region}`,
    model: "openai/gpt-6-luna",
    provider: "openai",
    region,
  };
  const paid = { taskId: "t", latencyMs: 1, costMicroUsd: 0, attempts: 1 };
  return [
    {
      ...base,
      ...judges,
      type: "ask-received",
      taskId: "t",
      intent: "faq",
      risk,
      segment: "free",
      locale: "en",
      residency,
      slaMs: 2_000,
      contextTokens: 100,
      workload: "small",
      capabilities: [],
    },
    {
      ...base,
      type: "route-decided",
      route: "quick",
      rung: "full",
      endpoints: [endpoint.endpoint],
      rejected: {},
    },
    {
      ...base,
      ...attempt,
      ...endpoint,
      type: "attempt-started",
      route: "quick",
      timeoutMs: 1_000,
    },
    end === "failed"
      ? { ...base, ...paid, type: "ask-failed", code: "ladder-exhausted", message: "m" }
      : {
          ...base,
          ...paid,
          ...(end !== "static" && { endpoint: endpoint.endpoint }),
          type: "ask-answered",
          route: "quick",
          rung: end === "static" ? "static" : "full",
          slaMs: 2_000,
          insideSla: end !== "late",
          why: end === "static" ? "no-endpoint" : "first-choice",
          unmeasured: false,
        },
  ];
}

function measure(asks: readonly AnAsk[], accepting: Bundle = bundle): DrillMeasure {
  const needed = {
    lose: ["provider:openai"],
    start: "hot",
    risks: ["low"],
    because: "claimed",
  } as const;
  const fold = createDrillFold(accepting, { needed, scenario, fromAtMs: FROM_AT_MS });
  return foldEvents(fold, asks.flatMap(eventsOf));
}

const times = (count: number, ask: AnAsk = {}): readonly AnAsk[] =>
  Array.from({ length: count }, () => ask);

test("only answers of a model inside the SLA make a route available, and late ones are counted", () => {
  const asks = [
    ...times(17),
    ...times(1, { end: "late" }),
    ...times(1, { end: "static" }),
    ...times(1, { end: "failed" }),
  ];

  expect(measure(asks).routes).toEqual([
    {
      route: "quick",
      requests: 20,
      accepted: 0,
      availability: 0.85,
      availabilityMin: 0.9,
      late: 1,
      forbidden: 0,
      passed: false,
    },
  ]);
});

test("asks before the loss, of other risk classes and of judges are not counted", () => {
  const asks = [
    ...times(20),
    ...times(9, { atMs: FROM_AT_MS - 1, end: "failed" }),
    ...times(9, { risk: "medium", end: "failed" }),
    ...times(9, { judgesAskId: "r-0", end: "failed" }),
  ];

  expect(measure(asks).routes).toMatchObject([{ requests: 20, availability: 1, passed: true }]);
});

test("one forbidden call fails a route, however available it is and whenever the call was made", () => {
  const asks = [...times(20), { atMs: FROM_AT_MS - 1, residency: "eu", region: "us" }];

  expect(measure(asks).routes).toMatchObject([{ availability: 1, forbidden: 1, passed: false }]);
});

test("what the policy accepts that day is left out, and told", () => {
  const withAccept = (expires: string): Bundle => {
    const accept = [
      {
        id: "eu",
        routes: ["quick"],
        residencies: ["eu"],
        lose: ["provider:openai"],
        reason: "r",
        expires,
      },
    ];
    const { contingency } = bundle.policy;
    return {
      ...bundle,
      policy: { ...bundle.policy, ...(contingency && { contingency: { ...contingency, accept } }) },
    };
  };
  const asks = [...times(20), ...times(10, { residency: "eu", region: "eu", end: "failed" })];

  expect(measure(asks, withAccept("2026-11-24")).routes).toMatchObject([
    { requests: 20, accepted: 10, passed: true },
  ]);
  expect(measure(asks, withAccept("2026-11-23")).routes).toMatchObject([
    { requests: 30, accepted: 0, passed: false },
  ]);
});

test("a route with few asks is not judged", () => {
  expect(measure(times(19, { end: "failed" }))).toEqual({
    routes: [],
    unjudged: [{ route: "quick", requests: 19 }],
  });
});
