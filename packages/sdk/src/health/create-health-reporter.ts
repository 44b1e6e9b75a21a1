import type {
  BreakerChangedEvent,
  Bundle,
  Clock,
  LedgerPort,
  ModelPort,
  Plan,
  PlannedRung,
  QuotaPort,
  RequestClass,
  Route,
} from "@switchyard/contract";
import { createLinesOf, decide } from "@switchyard/policy";
import { liveState } from "../ask/live-state.ts";
import { toMicroseconds } from "../events/event-emitter.ts";
import type { RungClosure } from "../ladder/rung-state.ts";
import { routeEndpoints } from "../route-endpoints.ts";
import type { RungBook } from "../ladder/rung-book.ts";
import type { EndpointHealth } from "./endpoint-health.ts";
import { leastDemanding } from "./least-demanding.ts";
import { quotaStatus } from "./quota-status.ts";
import type {
  BreakerTransition,
  EndpointStatus,
  LedgerStatus,
  RouterHealth,
  RouteStatus,
  RungStatus,
} from "./router-health.ts";

/** What a report is read from. */
export interface HealthSources {
  readonly bundle: Bundle;
  readonly clock: Clock;
  readonly ledger: LedgerPort;
  readonly quota: Pick<QuotaPort, "standing">;
  readonly health: EndpointHealth;
  readonly rungs: Pick<RungBook, "closed">;
  readonly providers: Pick<ModelPort, "absent">;
  readonly planRequest: (request: RequestClass, epochMs: number) => Plan;
}

export interface HealthReporter {
  /** Remembers a breaker's change: one for each endpoint. */
  note(change: Pick<BreakerChangedEvent, "endpoint" | "cause">, atMs: number): void;
  /** Forgets every endpoint but these. */
  keep(endpoints: ReadonlySet<string>): void;
  /** Everything of one instant but balances and quotas, which their stores may take time for. */
  report(sources: HealthSources, counts: HealthCounts): Promise<RouterHealth>;
}

type HealthCounts = Pick<RouterHealth, "droppedEvents" | "unbooked">;

/** A reporter that has heard of no change yet. */
export function createHealthReporter(): HealthReporter {
  const transitions = new Map<string, BreakerTransition>();
  const linesAt = createLinesOf();
  return {
    note: ({ endpoint, cause }, atMs) => {
      transitions.set(endpoint, { atMs: toMicroseconds(atMs), cause });
    },
    keep: (endpoints) => {
      for (const endpoint of transitions.keys())
        if (!endpoints.has(endpoint)) transitions.delete(endpoint);
    },
    report: async (sources, counts) => {
      const { bundle, clock, ledger, quota } = sources;
      const epochMs = clock.epochMs();
      const { name, version, routes, budgets } = bundle.policy;
      const known = {
        atMs: toMicroseconds(epochMs),
        policy: { name, version, hash: bundle.hash },
        endpoints: endpointStatuses(sources, transitions),
        routes: routes
          .filter(({ internal }) => !internal)
          .map((route) => routeStatus(sources, route, epochMs)),
      };
      const [status, quotas] = await Promise.all([
        ledgerStatus(ledger, linesAt(budgets, epochMs), epochMs),
        quotaStatus(bundle.policy, quota, clock),
      ]);
      return { ...known, ledger: status, ...(quotas !== undefined && { quotas }), ...counts };
    },
  };
}

/** What is known of endpoints at one instant, by endpoint id. */
interface Known {
  readonly transitions: ReadonlyMap<string, BreakerTransition>;
  readonly breakers: ReadonlyMap<string, "open" | "half-open">;
  readonly held: ReadonlyMap<string, number>;
  readonly latencies: ReadonlyMap<string, number>;
  readonly absent: ReadonlyMap<string, string>;
  readonly retriesRefused: ReadonlySet<string>;
}

function endpointStatuses(
  { bundle, clock, health, providers }: HealthSources,
  transitions: ReadonlyMap<string, BreakerTransition>,
): readonly EndpointStatus[] {
  const nowMs = clock.nowMs();
  const known: Known = {
    transitions,
    breakers: new Map(Object.entries(health.breakers(nowMs))),
    held: new Map(Object.entries(health.held(nowMs))),
    latencies: new Map(Object.entries(health.latencyMsP95(nowMs))),
    absent: new Map(Object.entries(providers.absent)),
    retriesRefused: health.retriesRefused,
  };
  return routeEndpoints(bundle).map((endpoint) => endpointStatus(endpoint, known));
}

function endpointStatus(endpoint: string, known: Known): EndpointStatus {
  const breakerChanged = known.transitions.get(endpoint);
  const heldForMs = known.held.get(endpoint);
  const latencyMsP95 = known.latencies.get(endpoint);
  const absent = known.absent.get(endpoint);
  return {
    endpoint,
    breaker: known.breakers.get(endpoint) ?? "closed",
    ...(breakerChanged !== undefined && { breakerChanged }),
    ...(heldForMs !== undefined && { heldForMs: toMicroseconds(heldForMs) }),
    ...(latencyMsP95 !== undefined && { latencyMsP95 }),
    retriesRefused: known.retriesRefused.has(endpoint),
    ...(absent !== undefined && { absent }),
  };
}

function routeStatus(sources: HealthSources, route: Route, epochMs: number): RouteStatus {
  const { bundle, clock, rungs: book, planRequest } = sources;
  const status = { route: route.id, endsStatic: route.ladder.includes("static") };
  const request = leastDemanding(bundle.policy, route);
  if (request === undefined) return status;
  const plan = planRequest(request, epochMs);
  if (plan.route !== route.id) return status;
  const state = liveState(sources, request.slaMs);
  const { perEndpoint } = bundle.policy.defaults.attempts;
  const closures = new Map(
    book.closed(route.id, clock.nowMs()).map((closed) => [closed.rung, closed]),
  );
  const rungs = plan.rungs.map((planned) =>
    rungStatus(
      planned,
      decide(planned, state, perEndpoint).endpoints.length,
      closures.get(planned.rung),
    ),
  );
  return { ...status, rungs };
}

function rungStatus(
  { rung, endpoints }: PlannedRung,
  endpointsOpen: number,
  closure: RungClosure | undefined,
): RungStatus {
  const status = { rung, endpointsOpen, endpoints: endpoints.length };
  if (closure === undefined) return status;
  const { cause, forMs, leftMs } = closure;
  const closed = { cause, forMs: toMicroseconds(forMs), leftMs: toMicroseconds(leftMs) };
  return { ...status, closed };
}

async function ledgerStatus(
  ledger: LedgerPort,
  ...lines: Parameters<LedgerPort["snapshot"]>
): Promise<LedgerStatus> {
  try {
    return { reachable: true, budgets: await ledger.snapshot(...lines) };
  } catch (error) {
    return { reachable: false, cause: error instanceof Error ? error.message : String(error) };
  }
}
