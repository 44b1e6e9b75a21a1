import type { CallEnd } from "./breaker.ts";
import {
  forgottenAtMs,
  observedMsP95,
  withLatency,
  type ObservedLatency,
} from "./observed-latency.ts";

/** Observed latencies of all endpoints. */
export interface LatencyBook {
  /**
   * Counts an ended call. A call that timed out counts as its duration, which is the least it would
   * have taken. So does another failure where it took longer than the p95; a quick one says
   * nothing of how long an answer takes.
   */
  add(endpoint: string, end: CallEnd, nowMs: number): void;
  /** Counts a call of another process, which has counted it. */
  hear(endpoint: string, latencyMs: number, nowMs: number): void;
  /** Observed p95 levels by endpoint id. The same record while nothing has changed. */
  read(nowMs: number): Readonly<Record<string, number>>;
  /** Forgets every endpoint but these. */
  keep(endpoints: ReadonlySet<string>): void;
}

/**
 * A book without calls. It grows by one entry for each endpoint called or heard of.
 *
 * @param onCount told of each call of this process that counts
 */
export function createLatencyBook(
  onCount: (endpoint: string, latencyMs: number) => void = () => {},
): LatencyBook {
  const observations = new Map<string, ObservedLatency>();
  let levels: Readonly<Record<string, number>> = {};
  let holdsUntilMs = Number.POSITIVE_INFINITY;

  const rebuild = (nowMs: number): void => {
    const entries: [string, number][] = [];
    holdsUntilMs = Number.POSITIVE_INFINITY;
    for (const [endpoint, observed] of observations) {
      const level = observedMsP95(observed, nowMs);
      if (level === undefined) continue;
      entries.push([endpoint, level]);
      holdsUntilMs = Math.min(holdsUntilMs, forgottenAtMs(observed));
    }
    levels = Object.fromEntries(entries);
  };
  const count = (endpoint: string, latencyMs: number, nowMs: number): void => {
    const after = withLatency(observations.get(endpoint), latencyMs, nowMs);
    observations.set(endpoint, after);
    if (observedMsP95(after, nowMs) !== levels[endpoint]) rebuild(nowMs);
  };
  return {
    hear: count,
    add: (endpoint, { verdict, reason, durationMs }, nowMs) => {
      const isToldInFull = verdict === "passed" || reason === "timeout";
      if (!isToldInFull) {
        const level = observedMsP95(observations.get(endpoint), nowMs);
        if (level === undefined || durationMs < level) return;
      }
      count(endpoint, durationMs, nowMs);
      onCount(endpoint, durationMs);
    },
    read: (nowMs) => {
      if (nowMs >= holdsUntilMs) rebuild(nowMs);
      return levels;
    },
    keep: (endpoints) => {
      for (const endpoint of observations.keys())
        if (!endpoints.has(endpoint)) observations.delete(endpoint);
      holdsUntilMs = Number.NEGATIVE_INFINITY;
    },
  };
}
