import {
  context as contexts,
  isSpanContextValid,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type Tracer,
} from "@opentelemetry/api";
import type {
  AskAnsweredEvent,
  AskFailedEvent,
  AskReceivedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  SwitchyardEvent,
} from "@switchyard/contract";
import { CHAT, modelName, SPAN_EVENTS, SWITCHYARD } from "./attribute-names.ts";
import type { OpenAsk, OpenAsks } from "./open-asks.ts";
import {
  askEndAttributes,
  askError,
  askStartAttributes,
  attemptEndAttributes,
  attemptError,
  attemptStartAttributes,
  denialAttributes,
  rungAttributes,
  verdictAttributes,
} from "./span-attributes.ts";
import { toHrTime } from "./to-hr-time.ts";

/** Turns events into spans, and keeps the asks that are open up to date. */
export interface SpanRecorder {
  /** @param ask the event's ask, if it is open */
  record(event: SwitchyardEvent, ask: OpenAsk | undefined): void;
}

/**
 * A span for each ask, a child of whatever span is active where `ask` is called; under it one for
 * each attempt. They begin and end at their events' own instants.
 *
 * @param followsAll whether an ask is opened though nobody traces: the metrics need its facts
 */
export function createSpanRecorder(
  tracer: Tracer,
  asks: OpenAsks,
  followsAll: boolean,
): SpanRecorder {
  return {
    record: (event, ask) => {
      if (event.type === "ask-received") startAsk(tracer, asks, event, followsAll);
      if (ask === undefined) return;
      switch (event.type) {
        case "route-decided":
          ask.route ??= event.route;
          note(ask.span, SPAN_EVENTS.rungEntered, () => rungAttributes(event), event);
          return;
        case "budget-denied":
          note(ask.span, SPAN_EVENTS.budgetDenied, () => denialAttributes(event), event);
          return;
        case "answer-judged":
          note(ask.span, SPAN_EVENTS.answerJudged, () => verdictAttributes(event), event);
          return;
        case "attempt-started":
          startAttempt(tracer, ask, event);
          return;
        case "attempt-ended":
          endAttempt(ask, event);
          asks.settle(ask);
          return;
        case "ask-answered":
        case "ask-failed":
          endAsk(ask, event);
          asks.settle(ask);
          return;
        default:
      }
    },
  };
}

/** Ends the spans of an ask whose own end was lost, so that what is known of it can be read. */
export function endForgotten({ span, attempts, hasEnded }: OpenAsk, atMs: number): void {
  const time = toHrTime(atMs);
  const open = [...attempts.values()].map((attempt) => attempt.span);
  for (const lost of hasEnded ? open : [...open, span]) {
    lost.setAttribute(SWITCHYARD.outcome, "unknown");
    lost.end(time);
  }
}

function startAsk(
  tracer: Tracer,
  asks: OpenAsks,
  event: AskReceivedEvent,
  followsAll: boolean,
): void {
  const { askId, intent, atMs } = event;
  const parent = contexts.active();
  const options = { kind: SpanKind.INTERNAL, startTime: toHrTime(atMs) };
  const span = tracer.startSpan(`ask ${intent}`, options, parent);
  if (span.isRecording()) span.setAttributes(askStartAttributes(event));
  // Without an SDK a span has no identity, so nothing can come of the ask's attempts either.
  if (followsAll || isSpanContextValid(span.spanContext()))
    asks.open(askId, span, trace.setSpan(parent, span));
}

function startAttempt(tracer: Tracer, ask: OpenAsk, event: AttemptStartedEvent): void {
  const options = { kind: SpanKind.CLIENT, startTime: toHrTime(event.atMs) };
  const span = tracer.startSpan(`${CHAT} ${modelName(event.endpoint)}`, options, ask.context);
  if (span.isRecording()) span.setAttributes(attemptStartAttributes(event));
  ask.attempts.set(event.attemptId, { started: event, span });
}

function endAttempt(ask: OpenAsk, event: AttemptEndedEvent): void {
  const attempt = ask.attempts.get(event.attemptId);
  if (attempt === undefined) return;
  ask.attempts.delete(event.attemptId);
  end(attempt.span, () => attemptEndAttributes(event), attemptError(event), event);
}

function endAsk(ask: OpenAsk, event: AskAnsweredEvent | AskFailedEvent): void {
  ask.hasEnded = true;
  end(ask.span, () => askEndAttributes(event), askError(event), event);
}

/** An error's own message may be in a provider's words, so the status has its kind alone. */
function end(
  span: Span,
  attributesOf: () => Attributes,
  error: string | undefined,
  { atMs }: SwitchyardEvent,
): void {
  if (span.isRecording()) {
    span.setAttributes(attributesOf());
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  }
  span.end(toHrTime(atMs));
}

function note(
  span: Span,
  name: string,
  attributesOf: () => Attributes,
  { atMs }: SwitchyardEvent,
): void {
  if (span.isRecording()) span.addEvent(name, attributesOf(), toHrTime(atMs));
}
