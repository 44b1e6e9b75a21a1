import { createNoopMeter, metrics, trace, type Meter, type Tracer } from "@opentelemetry/api";
import type { EventSink, SwitchyardEvent } from "@switchyard/contract";
import { SCHEMA_URL } from "./attribute-names.ts";
import { createMetricRecorder } from "./create-metric-recorder.ts";
import { createSpanRecorder, endForgotten } from "./create-span-recorder.ts";
import { createOpenAsks } from "./open-asks.ts";

/** Instrumentation scope of spans and metrics. */
const SCOPE = "@switchyard/sdk";
const SCHEMA = { schemaUrl: SCHEMA_URL } as const;

/** More asks at once than a process serves; what lies beyond has lost its end. */
const OPEN_ASKS_MAX = 10_000;

export interface OpenTelemetryOptions {
  /** Default: the global tracer provider's. */
  readonly tracer?: Tracer;
  /** Default: the global meter provider's. */
  readonly meter?: Meter;
  /** Asks followed at once, at least 1. Default: 10,000. */
  readonly openAsksMax?: number;
}

/** A sink that tells OpenTelemetry. */
export interface OpenTelemetrySink extends EventSink {
  /** Asks let go before their end, because more than `openAsksMax` were open. */
  readonly forgotten: number;
}

/**
 * Makes spans and metrics of events: a span for each ask, a child of the caller's active span, and
 * under it one for each attempt, by the GenAI conventions; names and units are those of the files
 * `attribute-names.ts` and `metric-names.ts`. No prompt, answer, key or error text is in any.
 *
 * Register the OpenTelemetry SDK first: the API keeps no instrument that was made before it.
 * Without an SDK the sink does next to nothing.
 */
export function createOpenTelemetrySink({
  tracer = trace.getTracerProvider().getTracer(SCOPE, undefined, SCHEMA),
  meter = metrics.getMeter(SCOPE, undefined, SCHEMA),
  openAsksMax = OPEN_ASKS_MAX,
}: OpenTelemetryOptions = {}): OpenTelemetrySink {
  let forgotten = 0;
  let latestAtMs = 0;
  const asks = createOpenAsks(openAsksMax, (ask) => {
    if (!ask.hasEnded) forgotten += 1;
    endForgotten(ask, latestAtMs);
  });
  // The API's own meter, in force while there is no SDK, takes everything and keeps nothing.
  const isMetering = meter !== createNoopMeter();
  const spans = createSpanRecorder(tracer, asks, isMetering);
  const recordMetrics = createMetricRecorder(meter);
  return {
    get forgotten() {
      return forgotten;
    },
    record: (event: SwitchyardEvent): void => {
      // Without an SDK there is nothing to find for any other event.
      if (!isMetering && asks.size === 0 && event.type !== "ask-received") return;
      latestAtMs = event.atMs;
      const ask = "askId" in event ? asks.find(event.askId) : undefined;
      if (isMetering) {
        const attempt = "attemptId" in event ? ask?.attempts.get(event.attemptId) : undefined;
        recordMetrics(event, { route: ask?.route, started: attempt?.started });
      }
      spans.record(event, ask);
    },
  };
}
