import type { Attributes, Meter, Tracer } from "@opentelemetry/api";
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricData,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";

/** OpenTelemetry's own SDK, with exporters that keep what they are given. */
export interface CollectedTelemetry {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Spans that have ended, in the order of their ends. */
  readonly spans: () => readonly ReadableSpan[];
  /** All metrics so far. */
  readonly metrics: () => Promise<readonly MetricData[]>;
}

/** An hour: the reader is flushed by hand. */
const EXPORT_INTERVAL_MS = 3_600_000;

/** The real SDK, collecting into memory. */
export function collectTelemetry(): CollectedTelemetry {
  const spanExporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(spanExporter)];
  const tracers = new BasicTracerProvider({ spanProcessors });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: EXPORT_INTERVAL_MS,
  });
  const meters = new MeterProvider({ readers: [reader] });
  return {
    tracer: tracers.getTracer("test"),
    meter: meters.getMeter("test"),
    spans: () => spanExporter.getFinishedSpans(),
    metrics: async () => {
      exporter.reset();
      await meters.forceFlush();
      return exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    },
  };
}

/** A point of a counter has a value, one of a histogram the rest. */
export interface Point {
  readonly attributes: Attributes;
  readonly value?: number;
  readonly count?: number;
  readonly sum?: number | undefined;
  readonly boundaries?: readonly number[];
}

/** The points of one metric. */
export function pointsOf(metrics: readonly MetricData[], name: string): readonly Point[] {
  const metric = metrics.find(({ descriptor }) => descriptor.name === name);
  if (metric === undefined) return [];
  switch (metric.dataPointType) {
    case DataPointType.HISTOGRAM:
      return metric.dataPoints.map(({ attributes, value: { count, sum, buckets } }) => ({
        attributes,
        count,
        sum,
        boundaries: buckets.boundaries,
      }));
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      throw new Error(`${name} has no stated buckets.`);
    default:
      return metric.dataPoints.map(({ attributes, value }) => ({ attributes, value }));
  }
}
