import type { BudgetBalance, QuotaStanding, RungName } from "@switchyard/contract";
import type { RungClosure } from "../ladder/rung-state.ts";
import type { BreakerPhase } from "./breaker.ts";

/** How a router stands, as plain JSON. What is not known, or does not hold, is absent. */
export interface RouterHealth {
  /** Wall-clock milliseconds since 1970 (UTC). */
  readonly atMs: number;
  readonly policy: {
    readonly name: string;
    readonly version: number;
    /** The bundle's hash, 64 hex digits. */
    readonly hash: string;
  };
  /** Every endpoint that a caller's route lists, in the policy's order. */
  readonly endpoints: readonly EndpointStatus[];
  /** Every route that takes callers' requests, in the policy's order. */
  readonly routes: readonly RouteStatus[];
  readonly ledger: LedgerStatus;
  /** How routes stand under their quotas; absent where no quota limits asks or tokens. */
  readonly quotas?: QuotaStatus;
  /** Events that sinks lost, as in `Router.dropped`. */
  readonly droppedEvents: number;
  /** As in `Router.unbooked`. */
  readonly unbooked: number;
}

/** What is known of an endpoint in this process. */
export interface EndpointStatus {
  readonly endpoint: string;
  /** What the next call would meet: half-open only while a probe is free. */
  readonly breaker: BreakerPhase;
  /** When and why its breaker last changed. */
  readonly breakerChanged?: BreakerTransition;
  /** How much longer a used-up rate limit holds it back, in milliseconds. */
  readonly heldForMs?: number;
  /** Its observed p95 latency, in levels; absent while there are too few calls. */
  readonly latencyMsP95?: number;
  /** Whether its retry budget is spent. */
  readonly retriesRefused: boolean;
  /** Why it cannot be called here at all, and the way out. */
  readonly absent?: string;
}

/** A breaker's last change. */
export interface BreakerTransition {
  /** Wall-clock milliseconds since 1970 (UTC). */
  readonly atMs: number;
  readonly cause: string;
}

/** What a route could call now. */
export interface RouteStatus {
  readonly route: string;
  /**
   * The model rungs of its ladder, for the least demanding request that it takes. Absent when a
   * route above it takes that request.
   */
  readonly rungs?: readonly RungStatus[];
  /** Whether its ladder ends in the static answer, which is always open. */
  readonly endsStatic: boolean;
}

/** A rung is open while one endpoint of it is and it is not closed. */
export interface RungStatus {
  readonly rung: RungName;
  /** Endpoints that could be called now. */
  readonly endpointsOpen: number;
  /** Endpoints that the policy allows on it. */
  readonly endpoints: number;
  /** Why asks are kept from it for now, after failures in a row. */
  readonly closed?: RungClosure;
}

/** The budgets' balances, in the policy's order, or why they are not known. */
export type LedgerStatus =
  | { readonly reachable: true; readonly budgets: readonly BudgetBalance[] }
  | { readonly reachable: false; readonly cause: string };

/** Every route's standings, in the policy's order, or why they are not known. */
export type QuotaStatus =
  | { readonly reachable: true; readonly standings: readonly RouteStanding[] }
  | { readonly reachable: false; readonly cause: string };

/** How a route stands under one limit of its quota. */
export interface RouteStanding extends QuotaStanding {
  readonly route: string;
}
