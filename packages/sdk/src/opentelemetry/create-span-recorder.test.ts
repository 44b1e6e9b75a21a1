import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type ContextManager,
} from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import type { PolicyInput } from "@switchyard/contract";
import { afterEach, expect, test } from "vitest";
import { collectTelemetry } from "../../test/collected-telemetry.ts";
import { eventsOf } from "../../test/sample-router.ts";
import { FAILS_OVER, ONCE_EACH, traceRouter } from "../../test/traced-router.ts";
import { createOpenTelemetrySink } from "./create-opentelemetry-sink.ts";

function named(spans: readonly ReadableSpan[], name: string): ReadableSpan {
  const found = spans.find((span) => span.name === name);
  if (found === undefined) throw new Error(`No span ${name} in ${spans.map((span) => span.name)}`);
  return found;
}

/** Epoch milliseconds to the microsecond, as events have them. */
function atMs([seconds, nanoseconds]: ReadableSpan["startTime"]): number {
  return Math.round(seconds * 1e6 + nanoseconds / 1e3) / 1e3;
}

afterEach(() => context.disable());

/** A context manager in which one context is active. */
function managerOf(active: Context): ContextManager {
  const manager: ContextManager = {
    active: () => active,
    with: (_, work, self, ...args) => work.call(self, ...args),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

test("an ask is a span with a child for each attempt, by the conventions' names", async () => {
  const { ask, spans, events } = traceRouter(FAILS_OVER, ONCE_EACH);
  await ask({ tags: { team: "help" } });

  const all = spans();
  expect(all.map(({ name }) => name)).toEqual(["chat quick", "chat quick", "ask faq"]);
  const [failed, answered] = all;
  const asked = named(all, "ask faq");
  const bundle = events[0]?.bundle;
  expect(asked.kind).toBe(SpanKind.INTERNAL);
  expect(asked.attributes).toEqual({
    "switchyard.ask.id": "ask-1",
    "switchyard.task.id": "ask-1",
    "switchyard.policy.hash": bundle,
    "switchyard.intent": "faq",
    "switchyard.risk": "low",
    "switchyard.segment": "free",
    "switchyard.locale": "other",
    "switchyard.residency": "any",
    "switchyard.workload": "small",
    "switchyard.capabilities": [],
    "switchyard.context_tokens": eventsOf(events, "ask-received")[0]?.contextTokens,
    "switchyard.sla_ms": 10_000,
    "switchyard.tag.team": "help",
    "switchyard.outcome": "full",
    "switchyard.cost_micro_usd": 600,
    "switchyard.attempts": 2,
    "switchyard.route": "quick",
    "switchyard.rung": "full",
    "switchyard.why": "fallback",
    "switchyard.inside_sla": true,
    "switchyard.unmeasured": false,
    "switchyard.endpoint": "beta/quick#us",
  });
  expect(asked.status.code).toBe(SpanStatusCode.UNSET);
  expect(failed?.attributes).toEqual({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "alpha",
    "gen_ai.request.model": "quick",
    "switchyard.ask.id": "ask-1",
    "switchyard.attempt.id": "ask-1/1",
    "switchyard.attempt.kind": "first",
    "switchyard.policy.hash": bundle,
    "switchyard.route": "quick",
    "switchyard.rung": "full",
    "switchyard.endpoint": "alpha/quick#us",
    "switchyard.region": "us",
    "switchyard.timeout_ms": eventsOf(events, "attempt-started")[0]?.timeoutMs,
    "switchyard.outcome": "overloaded",
    "switchyard.cost_micro_usd": 0,
    "http.response.status_code": 529,
    "error.type": "overloaded",
  });
  expect(failed?.status).toEqual({ code: SpanStatusCode.ERROR, message: "overloaded" });
  expect(failed?.kind).toBe(SpanKind.CLIENT);
  expect(answered?.attributes).toMatchObject({
    "switchyard.attempt.kind": "fallback",
    "switchyard.outcome": "ok",
    "switchyard.cost_micro_usd": 600,
    "gen_ai.usage.input_tokens": 100,
    "gen_ai.usage.output_tokens": 50,
    "gen_ai.usage.cache_read.input_tokens": 20,
    "gen_ai.usage.cache_creation.input_tokens": 0,
    "gen_ai.usage.reasoning.output_tokens": 7,
  });
  expect(answered?.status.code).toBe(SpanStatusCode.UNSET);
  for (const attempt of [failed, answered]) {
    expect(attempt?.parentSpanContext?.spanId).toBe(asked.spanContext().spanId);
    expect(attempt?.spanContext().traceId).toBe(asked.spanContext().traceId);
  }
});

test("spans begin and end at their events' own instants", async () => {
  const { ask, spans, events } = traceRouter(FAILS_OVER, ONCE_EACH);
  await ask();
  const asked = named(spans(), "ask faq");
  expect(atMs(asked.startTime)).toBe(eventsOf(events, "ask-received")[0]?.atMs);
  expect(atMs(asked.endTime)).toBe(eventsOf(events, "ask-answered")[0]?.atMs);
  expect(atMs(asked.duration)).toBe(650);
  const attempts = spans().filter(({ name }) => name === "chat quick");
  expect(attempts.map((span) => atMs(span.startTime))).toEqual(
    eventsOf(events, "attempt-started").map((event) => event.atMs),
  );
  expect(attempts.map((span) => atMs(span.endTime))).toEqual(
    eventsOf(events, "attempt-ended").map((event) => event.atMs),
  );
});

test("the rungs that were entered and the budgets that had no room are events of the span", async () => {
  const budgets: PolicyInput["budgets"] = [
    { id: "day", cap: "$0.000001", window: "day", timezone: "UTC" },
  ];
  const { ask, spans } = traceRouter({}, { budgets });
  await ask();
  const { events, attributes } = named(spans(), "ask faq");
  expect(events.map(({ name }) => name)).toContain("switchyard.rung.entered");
  expect(events.find(({ name }) => name === "switchyard.budget.denied")?.attributes).toEqual({
    "switchyard.budget": "day",
    "switchyard.endpoint": "alpha/quick#us",
    "switchyard.budget.needed_micro_usd": expect.any(Number),
    "switchyard.budget.left_micro_usd": 1,
  });
  expect(attributes).toMatchObject({
    "switchyard.outcome": "degraded",
    "switchyard.rung": "static",
    "switchyard.why": "budget",
  });
});

test("what the route's gates said is an event of the span", () => {
  const { tracer, meter, spans } = collectTelemetry();
  const sink = createOpenTelemetrySink({ tracer, meter });
  const base = { atMs: 1_000, bundle: "0123456789ab", askId: "a" };
  const tried = { attemptId: "a/1", route: "quick" };
  const facts = { ...tried, model: "alpha/quick", score: 0.4, failed: ["non-empty"] };
  const asked = { intent: "faq", risk: "low", segment: "free", locale: "en", residency: "any" };
  sink.record({
    ...base,
    ...asked,
    type: "ask-received",
    taskId: "a",
    slaMs: 1_000,
    contextTokens: 1,
    workload: "small",
    capabilities: [],
    judgesAskId: "judged",
  });
  sink.record({ ...base, ...facts, type: "answer-judged", outcome: "failed" });
  const end = { code: "ladder-exhausted", message: "", latencyMs: 1, costMicroUsd: 0 };
  sink.record({ ...base, ...end, type: "ask-failed", taskId: "a", attempts: 1 });
  const [span] = spans();
  expect(span?.attributes).toMatchObject({ "switchyard.judges.ask.id": "judged" });
  expect(span?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    [
      "switchyard.answer.judged",
      {
        "switchyard.attempt.id": "a/1",
        "switchyard.verdict": "failed",
        "switchyard.gates.failed": ["non-empty"],
        "switchyard.score": 0.4,
      },
    ],
  ]);
});

test("a typed error ends the span in error; a caller's abort does not", async () => {
  const { ask, spans } = traceRouter({
    "alpha/quick#us": [{ fail: "refusal" }, "hang"],
  });
  await ask({ intent: "write" });
  const controller = new AbortController();
  const aborted = ask({ intent: "write", signal: controller.signal });
  controller.abort();
  await aborted;

  const [failed, cancelled] = spans().filter(({ name }) => name === "ask write");
  expect(failed?.status).toEqual({ code: SpanStatusCode.ERROR, message: "ladder-exhausted" });
  expect(failed?.attributes).toMatchObject({
    "switchyard.outcome": "failed",
    "error.type": "ladder-exhausted",
  });
  expect(cancelled?.status.code).toBe(SpanStatusCode.UNSET);
  expect(cancelled?.attributes).toMatchObject({ "switchyard.outcome": "cancelled" });
  expect(cancelled?.attributes).not.toHaveProperty("error.type");
});

test("an ask is a child of the span that is active where it is asked", async () => {
  const { ask, spans, tracer } = traceRouter({});
  const parent = tracer.startSpan("request");
  context.setGlobalContextManager(managerOf(trace.setSpan(ROOT_CONTEXT, parent)));
  await ask();
  expect(named(spans(), "ask faq").parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
});
