import type { SwitchyardEvent } from "@switchyard/contract";
import type { AskDocument, Fault, ScenarioDocument } from "@switchyard/simulator";
import { expect, test } from "vitest";
import { SAMPLE } from "../fixtures/sample-bundle.ts";
import { breachesOf } from "../invariants/invariants.ts";
import { play } from "../play/play.ts";

/** A mistake that was made once, as the rehearsal that shows it. */
interface Regression {
  readonly name: string;
  /** The seed under which it shows. */
  readonly seed: number;
  readonly asks: readonly AskDocument[];
  readonly faults: readonly Fault[];
  /** What the mistake kept from happening, or made happen: of the events, in words. */
  readonly seen: (events: readonly SwitchyardEvent[]) => readonly unknown[];
  readonly expected: readonly unknown[];
}

const QUESTION = { intent: "faq", risk: "low", sla: "9s", inputTokens: 100, outputTokens: 50 };
const asksAt = (seconds: readonly number[], more: Partial<AskDocument> = {}): AskDocument[] =>
  seconds.map((at) => ({ at: `${at}s`, ...QUESTION, ...more }));
const ALPHA_DOWN: Fault = {
  id: "down",
  at: "0s",
  for: "20s",
  target: { provider: "alpha" },
  type: "http.status",
  mix: { "503": 1 },
};

const REGRESSIONS: readonly Regression[] = [
  {
    name: "an endpoint whose breaker tripped is called again after its rest, though its fallback is well",
    seed: 1,
    asks: asksAt([0, 2, 4, 6, 8, 10, 60, 62, 90]),
    faults: [ALPHA_DOWN],
    seen: (events) =>
      events.flatMap((event) =>
        event.type === "breaker-changed" ? [`${event.endpoint} ${event.to}`] : [],
      ),
    expected: ["alpha/good#us open", "alpha/good#us half-open", "alpha/good#us closed"],
  },
  {
    name: "a used-up rate limit of the only endpoint is waited for, or called, before an ask gets no model",
    seed: 2,
    asks: asksAt([0, 3, 6, 9], { residency: "eu" }),
    faults: [
      {
        id: "limit",
        at: "0s",
        target: { provider: "beta" },
        type: "http.rate-limit",
        requestsPerMinute: 1,
      },
    ],
    seen: (events) =>
      events.flatMap((event) => (event.type === "ask-answered" ? [event.attempts > 0] : [])),
    expected: [true, true, true, true],
  },
  {
    name: "a rung that is on trial says so, so that the asks which it does not take are no breach",
    seed: 3,
    asks: asksAt([0, 1, 2, 3, 4, 5, 90, 90, 91, 180]),
    faults: [
      { ...ALPHA_DOWN, id: "alpha", for: "60s" },
      { ...ALPHA_DOWN, id: "beta", for: "60s", target: { provider: "beta" } },
    ],
    seen: (events) => [
      ...new Set(events.flatMap((event) => (event.type === "rung-changed" ? [event.to] : []))),
    ],
    expected: ["closed", "trial", "open"],
  },
  {
    name: "an answer whose provider tells no usage is not free of charge",
    seed: 4,
    asks: asksAt([0]),
    faults: [{ id: "silent", at: "0s", target: { provider: "alpha" }, type: "body.missing-usage" }],
    seen: (events) =>
      events.flatMap((event) =>
        event.type === "budget-settled" ? [event.source, event.amountMicroUsd > 0] : [],
      ),
    expected: ["estimate", true],
  },
  {
    name: "a stream that ends before its provider's own end is never taken for a whole answer",
    seed: 5,
    asks: asksAt([0], { stream: true }),
    faults: [{ id: "short", at: "0s", target: { provider: "alpha" }, type: "stream.early-end" }],
    seen: (events) =>
      events.flatMap((event) =>
        event.type === "attempt-ended" ? [event.endpoint, event.outcome] : [],
      ),
    expected: ["alpha/good#us", "stream-interrupted"],
  },
];

function scenarioOf({ seed, asks, faults }: Regression): ScenarioDocument {
  return {
    schema: "switchyard/scenario/v1",
    name: "regression",
    title: "A mistake that was made once",
    description: "It must not come back.",
    seed,
    start: "2026-11-24T12:00:00Z",
    workload: { asks },
    faults,
    expect: [{ metric: "violations", is: "== 0" }],
  };
}

test.each(REGRESSIONS)("$name (seed $seed)", async (regression) => {
  const trace = await play({ bundle: SAMPLE, scenario: scenarioOf(regression) });
  expect(regression.seen(trace.events)).toEqual(regression.expected);
  expect(breachesOf(trace)).toEqual([]);
});
