import { diag } from "@opentelemetry/api";
import type {
  AskAnsweredEvent,
  AskReceivedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  SwitchyardEvent,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { collectTelemetry, pointsOf } from "../../test/collected-telemetry.ts";
import { createManualClock } from "../../test/manual-clock.ts";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { eventsOf, REQUEST } from "../../test/sample-router.ts";
import { createScriptedModels } from "../../test/scripted-models.ts";
import { someScripts } from "../../test/script-arbitraries.ts";
import { traceRouter } from "../../test/traced-router.ts";
import { createRouter } from "../create-router.ts";
import { createOpenTelemetrySink } from "./create-opentelemetry-sink.ts";

test("whatever providers do, every span ends, and metrics add up to the events", async () => {
  await fc.assert(
    fc.asyncProperty(someScripts(), fc.integer({ min: 1, max: 3 }), async (script, asks) => {
      const collected = collectTelemetry();
      const { tracer, meter } = collected;
      const clock = createManualClock();
      const events: SwitchyardEvent[] = [];
      const router = createRouter({
        policy: SAMPLE,
        providers: createScriptedModels(clock, script),
        clock,
        sinks: [
          createOpenTelemetrySink({ tracer, meter }),
          { record: (event) => events.push(event) },
        ],
      });
      await clock.finish(
        Promise.allSettled(Array.from({ length: asks }, () => router.ask(REQUEST))),
      );

      const ends = eventsOf(events, "attempt-ended");
      expect(collected.spans()).toHaveLength(asks + ends.length);
      const metrics = await collected.metrics();
      const total = (name: string): number =>
        pointsOf(metrics, name).reduce((sum, point) => sum + (point.value ?? 0), 0);
      expect(total("switchyard.asks")).toBe(asks);
      expect(total("switchyard.attempts")).toBe(ends.length);
      expect(total("switchyard.spend.micro_usd")).toBe(
        ends.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
      );
      expect(total("switchyard.breaker.changes")).toBe(eventsOf(events, "breaker-changed").length);
      expect(total("switchyard.budget.denials")).toBe(eventsOf(events, "budget-denied").length);
      expect(router.dropped).toBe(0);
    }),
    { numRuns: 30 },
  );
});

const base = { bundle: "0123456789ab" };

function received(askId: string, atMs: number): AskReceivedEvent {
  return {
    ...base,
    type: "ask-received",
    atMs,
    askId,
    taskId: askId,
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "en",
    residency: "any",
    slaMs: 5_000,
    contextTokens: 10,
    workload: "small",
    capabilities: [],
  };
}

function started(askId: string, attemptId: string, atMs: number): AttemptStartedEvent {
  return {
    ...base,
    type: "attempt-started",
    atMs,
    askId,
    attemptId,
    kind: "first",
    rung: "full",
    route: "quick",
    endpoint: "alpha/quick#us",
    model: "alpha/quick",
    provider: "alpha",
    region: "us",
    timeoutMs: 1_000,
  };
}

function ended(
  { askId, attemptId, endpoint, provider }: AttemptStartedEvent,
  outcome: AttemptEndedEvent["outcome"],
  atMs: number,
): AttemptEndedEvent {
  const facts = { askId, attemptId, endpoint, provider, outcome, latencyMs: 1, costMicroUsd: 0 };
  return { ...base, type: "attempt-ended", atMs, ...facts };
}

function answered(askId: string, atMs: number): AskAnsweredEvent {
  return {
    ...base,
    type: "ask-answered",
    atMs,
    askId,
    taskId: askId,
    route: "quick",
    rung: "full",
    endpoint: "alpha/quick#us",
    latencyMs: 1,
    slaMs: 5_000,
    insideSla: true,
    costMicroUsd: 0,
    attempts: 2,
    why: "first-choice",
    unmeasured: false,
  };
}

test("attempts of one ask may overlap, and one may end after its ask", async () => {
  const { tracer, meter, spans, metrics } = collectTelemetry();
  const sink = createOpenTelemetrySink({ tracer, meter });
  const slow = started("a", "a/1", 1_100);
  const fast = { ...started("a", "a/2", 1_200), endpoint: "beta/swift#us" };
  for (const event of [
    received("a", 1_000),
    slow,
    fast,
    ended(fast, "ok", 1_300),
    answered("a", 1_300),
    ended(slow, "outrun", 1_400),
  ])
    sink.record(event);

  const told = spans().map(({ name, startTime, endTime, status }) => [
    name,
    startTime[1] / 1e6,
    endTime[1] / 1e6,
    status.code,
  ]);
  // Status 0 is unset: whom a faster one overtook has not failed.
  expect(told).toEqual([
    ["chat swift", 200, 300, 0],
    ["ask faq", 0, 300, 0],
    ["chat quick", 100, 400, 0],
  ]);
  expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(1);
  const kinds = pointsOf(await metrics(), "switchyard.attempts").map(
    ({ attributes }) => attributes["switchyard.attempt.kind"],
  );
  expect(kinds).toEqual(["first", "first"]);
  expect(sink.forgotten).toBe(0);
});

test("an ask whose end is lost is let go, counted, and its spans end as unknown", () => {
  const { tracer, meter, spans } = collectTelemetry();
  const sink = createOpenTelemetrySink({ tracer, meter, openAsksMax: 2 });
  sink.record(received("lost", 1_000));
  sink.record(started("lost", "lost/1", 1_001));
  for (const [index, askId] of ["b", "c", "d"].entries()) {
    sink.record(received(askId, 1_002 + 2 * index));
    sink.record(answered(askId, 1_003 + 2 * index));
  }
  expect(sink.forgotten).toBe(0);
  sink.record(received("e", 1_010));
  sink.record(received("f", 1_011));
  expect(sink.forgotten).toBe(1);

  const unknown = spans().filter(
    ({ attributes }) => attributes["switchyard.outcome"] === "unknown",
  );
  expect(unknown.map(({ name }) => name)).toEqual(["chat quick", "ask faq"]);
  expect(unknown.map(({ endTime }) => endTime)).toEqual([
    [1, 11_000_000],
    [1, 11_000_000],
  ]);
  sink.record(answered("lost", 1_012));
  expect(spans()).toHaveLength(5);
});

test("an ask that ended is not lost, though the end of an attempt of it is", () => {
  const complaints: string[] = [];
  const complain = (message: string): void => {
    complaints.push(message);
  };
  const quiet = { info: complain, debug: () => {}, verbose: () => {} };
  diag.setLogger({ ...quiet, warn: complain, error: complain });
  const { tracer, meter, spans } = collectTelemetry();
  const sink = createOpenTelemetrySink({ tracer, meter, openAsksMax: 1 });
  sink.record(received("a", 1_000));
  sink.record(started("a", "a/1", 1_001));
  sink.record(answered("a", 1_002));
  sink.record(received("b", 1_003));
  diag.disable();

  expect(sink.forgotten).toBe(0);
  const outcomes = spans().map(({ attributes }) => attributes["switchyard.outcome"]);
  expect(outcomes).toEqual(["full", "unknown"]);
  // OpenTelemetry complains of a span that is ended twice.
  expect(complaints).toEqual([]);
});

test("attributes are built for spans that record, and for no other", () => {
  const { tracer, meter } = collectTelemetry();
  const silent = {
    startSpan: (...args: Parameters<typeof tracer.startSpan>) => {
      const span = tracer.startSpan(...args);
      return Object.assign(Object.create(span), { isRecording: () => false });
    },
    startActiveSpan: tracer.startActiveSpan.bind(tracer),
  };
  const sink = createOpenTelemetrySink({ tracer: silent, meter });
  let reads = 0;
  const event = {
    ...received("a", 1_000),
    get tags() {
      reads += 1;
      return {};
    },
  };
  sink.record(event);
  expect(reads).toBe(0);
  createOpenTelemetrySink({ tracer, meter }).record(event);
  expect(reads).toBe(1);
});

const attempt = started("a", "a/1", 1_001);
const anAsk: readonly SwitchyardEvent[] = [
  received("a", 1_000),
  {
    ...base,
    type: "route-decided",
    atMs: 1_000,
    askId: "a",
    route: "quick",
    rung: "full",
    endpoints: [attempt.endpoint],
    rejected: {},
  },
  attempt,
  ended(attempt, "ok", 1_002),
  answered("a", 1_003),
];

test("without an OpenTelemetry SDK no ask is followed", () => {
  const sink = createOpenTelemetrySink({ openAsksMax: 1 });
  for (const event of anAsk) sink.record(event);
  sink.record(received("b", 1_004));
  sink.record(received("c", 1_005));
  expect(sink.forgotten).toBe(0);
});

test("metrics know route and kind though nobody traces, and spans are made though nobody counts", async () => {
  const { tracer, meter, spans, metrics } = collectTelemetry();
  const counting = createOpenTelemetrySink({ meter });
  for (const event of anAsk) counting.record(event);
  expect(pointsOf(await metrics(), "switchyard.attempts")).toMatchObject([
    { attributes: { "switchyard.route": "quick", "switchyard.attempt.kind": "first" } },
  ]);
  expect(spans()).toEqual([]);

  const tracing = createOpenTelemetrySink({ tracer });
  for (const event of anAsk) tracing.record(event);
  expect(spans().map(({ name }) => name)).toEqual(["chat quick", "ask faq"]);
});

test("neither span nor metric has a word of the prompt, the answer or a provider's message", async () => {
  const { ask, spans, metrics } = traceRouter({
    "alpha/quick#us": [{ fail: "invalid-request", message: "ITS-WORDS" }],
    "beta/quick#us": [{ text: "TOP-SECRET" }],
  });
  await ask({ input: "MY-PROMPT" });
  const told = spans().map(({ name, attributes, status, events }) => ({
    name,
    attributes,
    status,
    events,
  }));
  const text = JSON.stringify([told, await metrics()]);
  expect(text).toContain("invalid-request");
  expect(text).not.toMatch(/MY-PROMPT|TOP-SECRET|ITS-WORDS/);
});
