import {
  addLatency,
  EMPTY_HISTOGRAM,
  latencyQuantile,
  type LatencyHistogram,
} from "./latency-histogram.ts";

/** The window slides in steps of this many virtual milliseconds. */
const SLICE_MS = 5_000;
/** Twelve slices: what the screen calls "now" is the last minute of virtual time. */
export const WINDOW_SLICES = 12;

interface Slice {
  readonly index: number;
  readonly total: number;
  readonly good: number;
  readonly latencies: LatencyHistogram;
  /** How often each label was seen, such as `rung:full`. */
  readonly labels: Readonly<Record<string, number>>;
}

/** What happened in the last minute, in slices; newest last. */
export type TrafficWindow = readonly Slice[];

export const EMPTY_WINDOW: TrafficWindow = [];

/** One call or ask that ended. */
export interface TrafficSample {
  readonly atMs: number;
  readonly good: boolean;
  /** Absent: its latency says nothing, as of an answer without a model. */
  readonly latencyMs?: number;
  /** Names to count it under. */
  readonly labels: readonly string[];
}

/** The last minute in numbers. */
export interface Traffic {
  readonly total: number;
  readonly perSecond: number;
  /** Undefined without traffic, like the percentile. */
  readonly goodShare: number | undefined;
  readonly latencyMsP95: number | undefined;
  readonly labels: Readonly<Record<string, number>>;
}

/** The window with one more sample and without the slices that are too old. */
export function addSample(window: TrafficWindow, sample: TrafficSample): TrafficWindow {
  const index = Math.floor(sample.atMs / SLICE_MS);
  const last = window.at(-1);
  if (last?.index === index) return [...window.slice(0, -1), extend(last, sample)];
  const fresh = { index, total: 0, good: 0, latencies: EMPTY_HISTOGRAM, labels: {} };
  return [...window.filter((slice) => isRecent(slice, index)), extend(fresh, sample)];
}

/**
 * Adds the window up as seen at an instant.
 *
 * @param startedAtMs when the run began: a young window is divided by its own length
 */
export function readTraffic(window: TrafficWindow, atMs: number, startedAtMs: number): Traffic {
  const index = Math.floor(atMs / SLICE_MS);
  const slices = window.filter((slice) => isRecent(slice, index));
  const total = slices.reduce((sum, slice) => sum + slice.total, 0);
  const good = slices.reduce((sum, slice) => sum + slice.good, 0);
  const windowFromMs = (index - WINDOW_SLICES + 1) * SLICE_MS;
  const lengthMs = Math.max(1_000, atMs - Math.max(startedAtMs, windowFromMs));
  const labels: Record<string, number> = {};
  for (const slice of slices) {
    for (const [label, count] of Object.entries(slice.labels)) {
      labels[label] = (labels[label] ?? 0) + count;
    }
  }
  return {
    total,
    perSecond: (total / lengthMs) * 1_000,
    goodShare: total === 0 ? undefined : good / total,
    latencyMsP95: latencyQuantile(
      slices.map(({ latencies }) => latencies),
      0.95,
    ),
    labels,
  };
}

/** The share of good samples in each slice of the last minute, the oldest first. */
export function goodSharesOf(window: TrafficWindow, atMs: number): readonly (number | undefined)[] {
  const last = Math.floor(atMs / SLICE_MS);
  return Array.from({ length: WINDOW_SLICES }, (_, at) => {
    const slice = window.find(({ index }) => index === last - WINDOW_SLICES + 1 + at);
    return slice && slice.good / slice.total;
  });
}

function isRecent(slice: Slice, index: number): boolean {
  return slice.index > index - WINDOW_SLICES;
}

function extend(slice: Slice, { good, latencyMs, labels }: TrafficSample): Slice {
  const counted: Record<string, number> = { ...slice.labels };
  for (const label of labels) counted[label] = (counted[label] ?? 0) + 1;
  return {
    index: slice.index,
    total: slice.total + 1,
    good: slice.good + (good ? 1 : 0),
    latencies: latencyMs === undefined ? slice.latencies : addLatency(slice.latencies, latencyMs),
    labels: counted,
  };
}
