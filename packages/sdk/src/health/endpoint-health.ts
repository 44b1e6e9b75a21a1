import type { BreakerChangedEvent, PolicyDefaults, RateLimit } from "@switchyard/contract";
import {
  admitCall,
  endCall,
  NEW_BREAKER,
  phaseFor,
  type BreakerState,
  type BreakerTurn,
  type CallEnd,
} from "./breaker.ts";
import { createLatencyBook } from "./latency-book.ts";
import { createStreamBook, type ObservedStreams, type StreamTimes } from "./stream-book.ts";
import { allowsRetry, tokensAfterCall } from "./retry-budget.ts";
import { heldAfter, holdMs } from "./throttle.ts";

export type BreakerChange = Pick<BreakerChangedEvent, "endpoint" | "from" | "to" | "cause">;

/** What this process has learnt of its endpoints: their breakers, holds, latencies, streams and retry budgets. */
export interface EndpointHealth {
  /** Breakers that are not closed, by endpoint id. */
  breakers(nowMs: number): Readonly<Record<string, "open" | "half-open">>;
  /** Endpoints whose retry budget is spent. */
  readonly retriesRefused: ReadonlySet<string>;
  /** How much longer endpoints are held back because a rate limit is used up, in milliseconds. */
  held(nowMs: number): Readonly<Record<string, number>>;
  /** Observed p95 latencies of endpoints with enough calls, in levels. */
  latencyMsP95(nowMs: number): Readonly<Record<string, number>>;
  /** How an endpoint's streams were observed to come. */
  streams(endpoint: string, nowMs: number): ObservedStreams;
  /** Learns what a provider says is left of its rate limits. */
  limit(endpoint: string, rateLimit: RateLimit, nowMs: number): void;
  /** Takes the place of a call; gives its ticket. */
  admit(endpoint: string): number;
  /** Ends an admitted call; `neutral` gives its place back. */
  end(endpoint: string, ticket: number, end: AttemptHealth, nowMs: number): void;
}

/** What the end of an attempt says of its endpoint. */
export interface AttemptHealth extends CallEnd {
  /** The retry budget is earned or spent. */
  readonly retryBudget: "earn" | "spend" | "leave";
  /** How its answer came, where it was passed on as it came. */
  readonly streamed?: StreamTimes;
}

type Settings = Pick<PolicyDefaults, "breaker" | "retryBudget">;

const ALL_CLOSED: Readonly<Record<string, "open" | "half-open">> = {};
const NONE_HELD: Readonly<Record<string, number>> = {};

/** Health of endpoints not yet called. It grows by one entry for each endpoint called. */
export function createEndpointHealth(
  { breaker: settings, retryBudget }: Settings,
  onChange: (change: BreakerChange) => void,
): EndpointHealth {
  const states = new Map<string, BreakerState>();
  /** The states of `states` that are not closed: mostly none, and read at every step. */
  const tripped = new Map<string, BreakerState>();
  const retryTokens = new Map<string, number>();
  const retriesRefused = new Set<string>();
  /** Ends of holds, by endpoint; those that are over go when they are next read. */
  const heldUntilMs = new Map<string, number>();
  const latencies = createLatencyBook();
  const streams = createStreamBook();

  const turn = (endpoint: string, before: BreakerState, { state, cause }: BreakerTurn): void => {
    states.set(endpoint, state);
    if (state.phase === "closed") tripped.delete(endpoint);
    else tripped.set(endpoint, state);
    if (cause !== undefined) onChange({ endpoint, from: before.phase, to: state.phase, cause });
  };
  const countCall = (endpoint: string, succeeded: boolean): void => {
    const before = retryTokens.get(endpoint) ?? retryBudget.tokens;
    const tokens = tokensAfterCall(before, succeeded, retryBudget);
    retryTokens.set(endpoint, tokens);
    if (allowsRetry(tokens, retryBudget)) retriesRefused.delete(endpoint);
    else retriesRefused.add(endpoint);
  };
  return {
    retriesRefused,
    breakers: (nowMs) => {
      if (tripped.size === 0) return ALL_CLOSED;
      const phases: Record<string, "open" | "half-open"> = {};
      for (const [endpoint, state] of tripped) {
        const phase = phaseFor(state, settings, nowMs);
        if (phase !== "closed") phases[endpoint] = phase;
      }
      return phases;
    },
    held: (nowMs) => {
      if (heldUntilMs.size === 0) return NONE_HELD;
      const holds: Record<string, number> = {};
      for (const [endpoint, untilMs] of heldUntilMs) {
        const leftMs = holdMs(untilMs, nowMs);
        if (leftMs > 0) holds[endpoint] = leftMs;
        else heldUntilMs.delete(endpoint);
      }
      return holds;
    },
    limit: (endpoint, rateLimit, nowMs) => {
      const untilMs = heldAfter(heldUntilMs.get(endpoint), rateLimit, nowMs);
      if (untilMs !== undefined) heldUntilMs.set(endpoint, untilMs);
    },
    latencyMsP95: (nowMs) => latencies.read(nowMs),
    streams: streams.read,
    admit: (endpoint) => {
      const before = states.get(endpoint) ?? NEW_BREAKER;
      const next = admitCall(before, settings);
      turn(endpoint, before, next);
      return next.state.generation;
    },
    end: (endpoint, ticket, end, nowMs) => {
      const before = states.get(endpoint) ?? NEW_BREAKER;
      turn(endpoint, before, endCall(before, ticket, end, settings, nowMs));
      latencies.add(endpoint, end, nowMs);
      if (end.streamed !== undefined) streams.add(endpoint, end.streamed, end, nowMs);
      if (end.retryBudget !== "leave") countCall(endpoint, end.retryBudget === "earn");
    },
  };
}
