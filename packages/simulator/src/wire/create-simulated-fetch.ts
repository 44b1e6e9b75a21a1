import type { Catalog, Rng, WireServedEvent } from "@switchyard/contract";
import { getResponse, http, type HttpHandler } from "msw";
import { createServiceQueues } from "../faults/capacity/create-service-queues.ts";
import type { FaultEngine } from "../faults/create-fault-engine.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { Environment } from "./base-url.ts";
import type { CallScript } from "./call-script.ts";
import type { Dialect, WireRequest } from "./dialect.ts";
import { networkError } from "./network-error.ts";
import { serveCall } from "./serve-call.ts";
import { simulatedEndpoints, type SimulatedEndpoint } from "./simulated-endpoints.ts";
import type { WireCall, WireWorld } from "./wire-order.ts";

/** What a simulated provider did with one call. */
export type ServedCall = Pick<
  WireServedEvent,
  "attemptId" | "faults" | "status" | "quality" | "invoiceMicroUsd"
>;

export interface SimulatedFetchOptions {
  readonly catalog: Catalog;
  readonly clock: VirtualClock;
  readonly rng: Rng;
  /** Where keys and `${NAME}` of base URLs are read; see `simulatedEnv`. */
  readonly env: Environment;
  /** Default: nothing goes wrong. */
  readonly faults?: FaultEngine;
  /** What a call is meant to be answered. Default, and for undefined: a short echo. */
  readonly script?: (attemptId: string) => CallScript | undefined;
  /** Told what a provider reads in a call, before anything is decided. */
  readonly onRead?: (attemptId: string, request: WireRequest) => void;
  /** Told once per call, when it is answered, refused or given up. */
  readonly onServed?: (served: ServedCall) => void;
}

/** The header by which an attempt names itself. */
const ATTEMPT_HEADER = "x-client-request-id";

type CallNote = Pick<WireCall, "attemptId" | "signal" | "served" | "text">;

/**
 * A `fetch` that no byte leaves: msw handlers play every provider of the catalogue, each in its
 * own wire format, on the base URLs of its regions, in virtual time.
 *
 * A call is told apart by its `x-client-request-id`; all its chance is keyed by that. A URL that
 * no endpoint has rejects like a host that does not exist.
 */
export function createSimulatedFetch(options: SimulatedFetchOptions): typeof globalThis.fetch {
  const { onServed, faults, script = () => undefined, onRead = () => {} } = options;
  const notes = new WeakMap<Request, CallNote>();
  const { clock } = options;
  const queues = createServiceQueues(clock);
  const world = { clock, queues, rng: options.rng.fork("wire"), faults, script, onRead };
  const handlersOf = createHandlers(options, world, notes);
  let unnamed = 0;

  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const request = headOf(input, init);
    const attemptId = request.headers.get(ATTEMPT_HEADER) ?? `unnamed-${(unnamed += 1)}`;
    const served: CallNote["served"] = { faults: [], status: "none", quality: null };
    try {
      signal?.throwIfAborted();
      notes.set(request, { attemptId, signal, served, text: await textOf(input, init) });
      const response = await getResponse(handlersOf(request.url), request);
      if (response === undefined) throw networkError("nowhere", request.url);
      return response;
    } finally {
      onServed?.({ attemptId, ...served });
    }
  };
}

/**
 * The request without its body and without its signal. Msw copies a body for each call, which
 * costs more than all the rest and is never read; a signal that a request follows keeps a
 * listener of undici for each call.
 */
function headOf(...[input, init]: Parameters<typeof globalThis.fetch>): Request {
  const whole = input instanceof Request ? input : undefined;
  const headers = init?.headers ?? whole?.headers ?? {};
  return new Request(whole?.url ?? input, {
    method: init?.method ?? whole?.method ?? "GET",
    headers,
  });
}

async function textOf(...[input, init]: Parameters<typeof globalThis.fetch>): Promise<string> {
  if (typeof init?.body === "string") return init.body;
  return new Request(input, { ...init, signal: null }).text();
}

/**
 * One handler per wire format, and of a URL those that it is for: msw reads a request anew for each
 * handler that it tries.
 */
function createHandlers(
  { catalog, env }: SimulatedFetchOptions,
  world: WireWorld,
  notes: WeakMap<Request, CallNote>,
): (url: string) => HttpHandler[] {
  const endpoints = simulatedEndpoints(catalog, env);
  const dialects = new Set(endpoints.map(({ dialect }) => dialect));
  const handlers = [...dialects].map((dialect) => {
    const byBaseUrl = new Map<string, SimulatedEndpoint[]>();
    for (const endpoint of endpoints) {
      if (endpoint.dialect !== dialect) continue;
      byBaseUrl.set(endpoint.baseUrl, [...(byBaseUrl.get(endpoint.baseUrl) ?? []), endpoint]);
    }
    const pattern = urlPattern(dialect, [...byBaseUrl.keys()]);
    const handler = http.post(pattern, ({ request, params }) => {
      const atUrl = byBaseUrl.get(String(params["0"])) ?? [];
      const key = dialect.key(request.headers) ?? "";
      const endpoint = atUrl.find(({ keys }) => keys.has(key)) ?? atUrl[0];
      const note = notes.get(request);
      if (endpoint === undefined || note === undefined) return undefined;
      const modelInPath = params["1"] === undefined ? undefined : String(params["1"]);
      return serveCall({ ...note, endpoint, modelInPath, request }, world);
    });
    return { pattern, handler };
  });
  return (url) => {
    const [place = ""] = url.split(/[?#]/, 1);
    return handlers.flatMap(({ pattern, handler }) => (pattern.test(place) ? handler : []));
  };
}

function urlPattern(dialect: Dialect, baseUrls: readonly string[]): RegExp {
  const bases = baseUrls.map((url) => url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^(${bases.join("|")})${dialect.path}$`);
}
