import type {
  AttemptEndedEvent,
  AttemptStartedEvent,
  BreakerChangedEvent,
} from "@switchyard/contract";
import { addSample, EMPTY_WINDOW, readTraffic, type TrafficWindow } from "./traffic-window.ts";

/** A provider below this share of good calls is shown as degraded while its breakers are closed. */
const DEGRADED_BELOW = 0.9;
/** Fewer calls than this say nothing about a share. */
const CALLS_MIN = 5;

/** One provider as the router sees it. */
export interface ProviderView {
  readonly id: string;
  /** Endpoints the policy may call here. */
  readonly endpoints: readonly string[];
  /** Endpoints that were called in this run. */
  readonly called: Readonly<Record<string, true>>;
  /** Breakers by endpoint; closed ones are absent. */
  readonly breakers: Readonly<Record<string, "open" | "half-open">>;
  readonly window: TrafficWindow;
  /** Calls begun, by cell of the run. */
  readonly callsByCell: readonly number[];
  readonly callsInFlight: number;
}

/** The state of a provider, worst endpoint first. */
export type ProviderState = "ok" | "degraded" | "half-open" | "partly-open" | "open" | "absent";

export function createProviderView(id: string, endpoints: readonly string[]): ProviderView {
  return {
    id,
    endpoints,
    called: {},
    breakers: {},
    window: EMPTY_WINDOW,
    callsByCell: [],
    callsInFlight: 0,
  };
}

/** Takes away the endpoints that cannot be called here. */
export function withoutAbsent(
  provider: ProviderView,
  absent: Readonly<Record<string, string>>,
): ProviderView {
  const endpoints = provider.endpoints.filter((endpoint) => !(endpoint in absent));
  return { ...provider, endpoints };
}

/** A call began, in the run's cell of that index. */
export function startCall(
  provider: ProviderView,
  event: AttemptStartedEvent,
  cell: number,
): ProviderView {
  const callsByCell = provider.callsByCell.slice();
  while (callsByCell.length <= cell) callsByCell.push(0);
  callsByCell[cell] = (callsByCell[cell] ?? 0) + 1;
  const known = withEndpoint(provider, event.endpoint);
  return { ...known, callsByCell, callsInFlight: provider.callsInFlight + 1 };
}

/** An endpoint that no policy told of is one that is called. */
function withEndpoint(provider: ProviderView, endpoint: string): ProviderView {
  if (endpoint in provider.called) return provider;
  const { endpoints } = provider;
  return {
    ...provider,
    called: { ...provider.called, [endpoint]: true as const },
    endpoints: endpoints.includes(endpoint) ? endpoints : [...endpoints, endpoint],
  };
}

/** The provider with cells that stand for twice the time. */
export function withWiderCells(provider: ProviderView): ProviderView {
  const { callsByCell } = provider;
  const pairs = Array.from({ length: Math.ceil(callsByCell.length / 2) }, (_, pair) => {
    return (callsByCell[2 * pair] ?? 0) + (callsByCell[2 * pair + 1] ?? 0);
  });
  return { ...provider, callsByCell: pairs };
}

/** A call ended. One that was outrun says nothing of the provider. */
export function endCall(provider: ProviderView, event: AttemptEndedEvent): ProviderView {
  const callsInFlight = Math.max(0, provider.callsInFlight - 1);
  if (event.outcome === "outrun") return { ...provider, callsInFlight };
  const good = event.outcome === "ok";
  const window = addSample(provider.window, {
    atMs: event.atMs,
    good,
    latencyMs: event.latencyMs,
    labels: good ? [] : [event.outcome],
  });
  return { ...provider, window, callsInFlight };
}

export function changeBreaker(provider: ProviderView, event: BreakerChangedEvent): ProviderView {
  const { [event.endpoint]: _closed, ...others } = provider.breakers;
  const breakers = event.to === "closed" ? others : { ...others, [event.endpoint]: event.to };
  return { ...provider, breakers };
}

/** How many endpoints have an open breaker. */
export function openBreakers(provider: ProviderView): number {
  return Object.values(provider.breakers).filter((state) => state === "open").length;
}

/** A provider is open when every endpoint that carried traffic is. */
export function providerState(
  provider: ProviderView,
  atMs: number,
  startedAtMs: number,
): ProviderState {
  if (provider.endpoints.length === 0) return "absent";
  const called = Object.keys(provider.called);
  const states = called.map((endpoint) => provider.breakers[endpoint]);
  if (states.length > 0 && states.every((state) => state === "open")) return "open";
  if (states.includes("open")) return "partly-open";
  if (states.includes("half-open")) return "half-open";
  const { total, goodShare } = readTraffic(provider.window, atMs, startedAtMs);
  const isDegraded = total >= CALLS_MIN && goodShare !== undefined && goodShare < DEGRADED_BELOW;
  return isDegraded ? "degraded" : "ok";
}
