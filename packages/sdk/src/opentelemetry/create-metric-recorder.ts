import type { Attributes, Meter } from "@opentelemetry/api";
import type { SwitchyardEvent } from "@switchyard/contract";
import { METRICS, type Metric, type MetricKey } from "./metric-names.ts";
import { metricPoints, type AskFacts } from "./metric-points.ts";

type Add = (value: number, attributes: Attributes) => void;

/** Adds what an event says to the meter's instruments. */
export type RecordMetrics = (event: SwitchyardEvent, facts: AskFacts) => void;

/** Makes every instrument of {@link METRICS}, once. */
export function createMetricRecorder(meter: Meter): RecordMetrics {
  const instruments: Readonly<Record<MetricKey, Add>> = {
    callDuration: instrument(meter, METRICS.callDuration),
    timeToFirstChunk: instrument(meter, METRICS.timeToFirstChunk),
    tokenUsage: instrument(meter, METRICS.tokenUsage),
    asks: instrument(meter, METRICS.asks),
    askDuration: instrument(meter, METRICS.askDuration),
    attempts: instrument(meter, METRICS.attempts),
    spend: instrument(meter, METRICS.spend),
    breakerChanges: instrument(meter, METRICS.breakerChanges),
    budgetDenials: instrument(meter, METRICS.budgetDenials),
    rungChanges: instrument(meter, METRICS.rungChanges),
    spendLevelChanges: instrument(meter, METRICS.spendLevelChanges),
    throttleChanges: instrument(meter, METRICS.throttleChanges),
  };
  return (event, facts) => {
    for (const { metric, value, attributes } of metricPoints(event, facts))
      instruments[metric](value, attributes);
  };
}

function instrument(meter: Meter, metric: Metric): Add {
  const { name, kind, unit, description, buckets } = metric;
  if (kind === "counter") {
    const counter = meter.createCounter(name, { unit, description });
    return (value, attributes) => counter.add(value, attributes);
  }
  const advice = buckets === undefined ? {} : { explicitBucketBoundaries: [...buckets] };
  const histogram = meter.createHistogram(name, { unit, description, advice });
  return (value, attributes) => histogram.record(value, attributes);
}
