import {
  FAILURE_KINDS,
  RUNGS,
  type AskAnsweredEvent,
  type AskFailedEvent,
  type AskReceivedEvent,
  type AttemptEndedEvent,
  type AttemptStartedEvent,
  type RouteDecidedEvent,
  type SwitchyardEvent,
} from "@switchyard/contract";
import * as fc from "fast-check";

const ROUTES = ["quick", "planning", "regulated"];
const CODES = ["route-refused", "budget-exhausted", "ladder-exhausted", "deadline-exceeded"];

const base = { atMs: fc.nat(), bundle: fc.constant("0123456789ab") };
const ids = { askId: fc.nat(30).map(String), taskId: fc.nat(10).map((task) => `task-${task}`) };
const ending = {
  ...base,
  ...ids,
  latencyMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  costMicroUsd: fc.nat(100_000),
  attempts: fc.nat(3),
};
const call = { attemptId: fc.nat(90).map(String), endpoint: fc.constant("a/one#us") };

function aReceipt(): fc.Arbitrary<AskReceivedEvent> {
  return fc.record({
    ...base,
    ...ids,
    type: fc.constant("ask-received" as const),
    intent: fc.constant("faq"),
    risk: fc.constant("low"),
    segment: fc.constant("free"),
    locale: fc.constant("en"),
    residency: fc.constant("any"),
    slaMs: fc.nat(),
    contextTokens: fc.nat(),
    workload: fc.constant("small"),
    capabilities: fc.constant([]),
  });
}

function aDecision(): fc.Arbitrary<RouteDecidedEvent> {
  return fc.record({
    ...base,
    askId: ids.askId,
    type: fc.constant("route-decided" as const),
    route: fc.constantFrom(...ROUTES),
    rung: fc.constantFrom(...RUNGS),
    endpoints: fc.constant(["a/one#us"]),
    rejected: fc.constant({}),
  });
}

function anAttempt(): fc.Arbitrary<AttemptStartedEvent> {
  return fc.record({
    ...base,
    ...call,
    askId: ids.askId,
    type: fc.constant("attempt-started" as const),
    kind: fc.constantFrom(
      "first" as const,
      "retry" as const,
      "fallback" as const,
      "hedge" as const,
    ),
    rung: fc.constantFrom(...RUNGS),
    route: fc.constantFrom(...ROUTES),
    model: fc.constant("a/one"),
    provider: fc.constantFrom("a", "b"),
    region: fc.constant("us"),
    timeoutMs: fc.nat(),
  });
}

function anAttemptEnd(): fc.Arbitrary<AttemptEndedEvent> {
  return fc.record({
    ...base,
    ...call,
    askId: ids.askId,
    type: fc.constant("attempt-ended" as const),
    provider: fc.constantFrom("a", "b"),
    outcome: fc.constantFrom("ok" as const, "outrun" as const, ...FAILURE_KINDS),
    latencyMs: fc.nat(),
    costMicroUsd: fc.nat(100_000),
    message: fc.string({
      unit: fc.constantFrom("a", "ö", "\n", "\r", "\u2028", '"'),
      maxLength: 9,
    }),
  });
}

function anAnswer(): fc.Arbitrary<AskAnsweredEvent> {
  const answer = fc.record({
    ...ending,
    type: fc.constant("ask-answered" as const),
    route: fc.constantFrom(...ROUTES),
    rung: fc.constantFrom(...RUNGS),
    slaMs: fc.nat(),
    insideSla: fc.boolean(),
    why: fc.constantFrom("first-choice" as const, "fallback" as const, "budget" as const),
    unmeasured: fc.boolean(),
  });
  return fc.oneof(answer, answer.map(byAModel));
}

function byAModel(answer: AskAnsweredEvent): AskAnsweredEvent {
  return { ...answer, endpoint: "a/one#us" };
}

function aFailure(): fc.Arbitrary<AskFailedEvent> {
  return fc.record({
    ...ending,
    type: fc.constant("ask-failed" as const),
    code: fc.constantFrom(...CODES),
    message: fc.string(),
  });
}

/** Any event that a fold over asks looks at. */
export function anEvent(): fc.Arbitrary<SwitchyardEvent> {
  return fc.oneof(aReceipt(), aDecision(), anAttempt(), anAttemptEnd(), anAnswer(), aFailure());
}

/** Events in any order, with ends of asks that never began among them. */
export function anEventStream(): fc.Arbitrary<readonly SwitchyardEvent[]> {
  return fc.array(anEvent(), { maxLength: 40 });
}
