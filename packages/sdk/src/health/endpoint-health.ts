import type {
  BreakerChangedEvent,
  HealthMember,
  HealthWord,
  LatencyWord,
  PolicyDefaults,
  RateLimit,
  TimedSpan,
} from "@switchyard/contract";
import {
  admitCall,
  breakerWord,
  endCall,
  hearBreaker,
  NEW_BREAKER,
  phaseFor,
  type BreakerState,
  type BreakerTurn,
  type CallEnd,
} from "./breaker.ts";
import { createLatencyBook, type LatencyBook } from "./latency-book.ts";
import {
  createStreamBook,
  type ObservedStreams,
  type StreamBook,
  type StreamTimes,
} from "./stream-book.ts";
import { allowsRetry, tokensAfterCall } from "./retry-budget.ts";
import { holdLonger, holdsLeft, usedUpFor } from "./throttle.ts";

export type BreakerChange = Pick<BreakerChangedEvent, "endpoint" | "from" | "to" | "cause">;

/** What this process knows of its endpoints: breakers, holds, latencies, streams and retry budgets. */
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
  /** Learns what another process found out. */
  hear(word: HealthWord, nowMs: number): void;
  /** Takes the place of a call; gives its ticket. */
  admit(endpoint: string): number;
  /** Ends an admitted call; `neutral` gives its place back. */
  end(endpoint: string, ticket: number, end: AttemptHealth, nowMs: number): void;
  /** Goes on by other settings, and forgets every endpoint but these: a breaker of it ends. */
  adapt(settings: Settings, endpoints: ReadonlySet<string>): void;
}

/** What the end of an attempt says of its endpoint. */
export interface AttemptHealth extends CallEnd {
  /** The retry budget is earned or spent. */
  readonly retryBudget: "earn" | "spend" | "leave";
  /** How its answer came, where it was passed on as it came. */
  readonly streamed?: StreamTimes;
}

type Settings = Pick<PolicyDefaults, "breaker" | "retryBudget">;

const FORGOTTEN = "the policy in force and the one before it have no such endpoint";
const ALL_CLOSED: Readonly<Record<string, "open" | "half-open">> = {};

/**
 * Health of endpoints not yet called. It grows by one entry for each endpoint called or heard of.
 *
 * @param tell told what other processes had better know, at once
 */
export function createEndpointHealth(
  initial: Settings,
  onChange: (change: BreakerChange) => void,
  tell: HealthMember["tell"] = () => {},
): EndpointHealth {
  let { breaker: settings, retryBudget } = initial;
  const states = new Map<string, BreakerState>();
  /** The states of `states` that are not closed: mostly none, and read at every step. */
  const tripped = new Map<string, BreakerState>();
  const retryTokens = new Map<string, number>();
  const retriesRefused = new Set<string>();
  /** Ends of holds, by endpoint; those that are over go when they are next read. */
  const heldUntilMs = new Map<string, number>();
  const { latencies, streams, hearTook, keepTimes } = createTimes(tell);

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
    breakers: (nowMs) => (tripped.size === 0 ? ALL_CLOSED : phasesOf(tripped, settings, nowMs)),
    held: (nowMs) => holdsLeft(heldUntilMs, nowMs),
    limit: (endpoint, rateLimit, nowMs) => {
      const untilMs = holdLonger(heldUntilMs, endpoint, rateLimit, nowMs);
      if (untilMs !== undefined) tell({ kind: "held", endpoint, leftMs: untilMs - nowMs });
    },
    hear: (word, nowMs) => {
      const { endpoint } = word;
      if (word.kind === "took") return hearTook(word, nowMs);
      const before = states.get(endpoint) ?? NEW_BREAKER;
      if (word.kind !== "held") turn(endpoint, before, hearBreaker(before, word, nowMs));
      else holdLonger(heldUntilMs, endpoint, usedUpFor(word.leftMs), nowMs);
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
      const next = endCall(before, ticket, end, settings, nowMs);
      turn(endpoint, before, next);
      const word = breakerWord(endpoint, next, nowMs);
      if (word !== undefined) tell(word);
      latencies.add(endpoint, end, nowMs);
      if (end.streamed !== undefined) streams.add(endpoint, end.streamed, end, nowMs);
      if (end.retryBudget !== "leave") countCall(endpoint, end.retryBudget === "earn");
    },
    adapt: (next, endpoints) => {
      ({ breaker: settings, retryBudget } = next);
      for (const change of forgottenOf(tripped, endpoints)) onChange(change);
      for (const known of [states, tripped, retryTokens, retriesRefused, heldUntilMs])
        for (const endpoint of known.keys()) if (!endpoints.has(endpoint)) known.delete(endpoint);
      keepTimes(endpoints);
    },
  };
}

/** How long calls took, here and elsewhere. What counts here is told. */
function createTimes(tell: HealthMember["tell"]): {
  readonly latencies: LatencyBook;
  readonly streams: StreamBook;
  readonly hearTook: (word: LatencyWord, nowMs: number) => void;
  readonly keepTimes: LatencyBook["keep"];
} {
  const tellTook = (span: TimedSpan, endpoint: string, latencyMs: number): void =>
    tell({ kind: "took", span, endpoint, latenciesMs: [Math.ceil(latencyMs)] });
  const latencies = createLatencyBook((...call) => tellTook("answer", ...call));
  const streams = createStreamBook(tellTook);
  return {
    latencies,
    streams,
    keepTimes: (endpoints) => {
      latencies.keep(endpoints);
      streams.keep(endpoints);
    },
    hearTook: ({ span, endpoint, latenciesMs }, nowMs) => {
      for (const latencyMs of latenciesMs) {
        if (span === "answer") latencies.hear(endpoint, latencyMs, nowMs);
        else streams.hear(span, endpoint, latencyMs, nowMs);
      }
    },
  };
}

/** What is told of breakers that end because their endpoints are forgotten. */
function forgottenOf(
  tripped: ReadonlyMap<string, BreakerState>,
  endpoints: ReadonlySet<string>,
): readonly BreakerChange[] {
  return [...tripped]
    .filter(([endpoint]) => !endpoints.has(endpoint))
    .map(([endpoint, { phase }]) => ({ endpoint, from: phase, to: "closed", cause: FORGOTTEN }));
}

function phasesOf(
  tripped: ReadonlyMap<string, BreakerState>,
  settings: Settings["breaker"],
  nowMs: number,
): Readonly<Record<string, "open" | "half-open">> {
  const phases: Record<string, "open" | "half-open"> = {};
  for (const [endpoint, state] of tripped) {
    const phase = phaseFor(state, settings, nowMs);
    if (phase !== "closed") phases[endpoint] = phase;
  }
  return phases;
}
