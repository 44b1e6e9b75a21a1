import type { Capability } from "../documents/catalog-document.ts";
import type { RungName } from "../documents/route-document.ts";
import type { Endpoint } from "./catalog.ts";

/** What a request may add to the policy. It narrows, never widens. */
export interface Overrides {
  /** Models (`provider/model`) or providers; everything else is out. */
  readonly only?: readonly string[];
  /** Models or providers that are out. */
  readonly exclude?: readonly string[];
  /** Greatest expected cost per success, in micro-US-dollars. */
  readonly costMicroUsdMax?: number;
  /** Only the first eligible endpoint is tried; then the ladder goes straight to `static`. */
  readonly noFallback?: boolean;
}

/** The facts of one request that a policy looks at. */
export interface RequestClass {
  readonly intent: string;
  readonly risk: string;
  readonly segment: string;
  readonly locale: string;
  readonly residency: string;
  /** How long the caller waits for the complete answer. */
  readonly slaMs: number;
  /** Upper estimate of input tokens. */
  readonly contextTokens: number;
  /** A workload of the policy's domains. */
  readonly workload: string;
  readonly capabilities: readonly Capability[];
  readonly overrides: Overrides;
}

/** Why a candidate is out. */
export const REJECTION_CODES = [
  "lifecycle-not-allowed",
  "risk-not-approved",
  "retention-required",
  "provider-denied",
  "residency-not-allowed",
  "capability-missing",
  "context-too-small",
  "latency-over-limit",
  "quality-below-floor",
  "quality-unmeasured",
  "cost-over-ceiling",
  "tier-above-cap",
  "intent-not-on-rung",
  "excluded-by-request",
  "breaker-open",
  "endpoint-absent",
  "attempts-spent",
  "quota-exhausted",
  "budget-exhausted",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export type Operand = string | number | boolean | readonly string[] | null;

/** One rule that bars a candidate, with both operands. */
export interface Reason {
  readonly code: RejectionCode;
  /** What the candidate offers. */
  readonly have: Operand;
  /** What the rule asks. */
  readonly need: Operand;
  /** JSON pointer of the rule, into the policy unless it starts with `catalog:`, or `request:`. */
  readonly pointer: string;
}

/** An endpoint that is out, with every rule that bars it. */
export interface Rejection {
  readonly endpoint: Endpoint;
  /** The route through which it was a candidate. */
  readonly via: string;
  /** At least one; complete, in the fixed order of the checks. */
  readonly reasons: readonly Reason[];
}

/** An endpoint that may be tried. */
export interface PlannedEndpoint extends Endpoint {
  /** The route through which it is a candidate. */
  readonly via: string;
  readonly tier: string;
  /** Expected cost per success at the request's workload, in micro-US-dollars. */
  readonly costPerSuccessMicroUsd: number;
  /** Null: the route's floor is `unmeasured` and there is no score. */
  readonly quality: number | null;
  readonly latencyMsP50: number;
  readonly latencyMsP95: number;
}

/** The candidates of one rung. Every candidate is in exactly one of the two lists. */
export interface PlannedRung {
  readonly rung: RungName;
  /** In order of preference. */
  readonly endpoints: readonly PlannedEndpoint[];
  readonly rejections: readonly Rejection[];
}

/** A pure function of bundle, request class and instant's prices: before availability. */
export interface Plan {
  /** Null: no route takes the class. */
  readonly route: string | null;
  /** Model rungs of the route's ladder, in order. Empty without a route. */
  readonly rungs: readonly PlannedRung[];
  /** Whether the ladder ends in the static answer. */
  readonly endsStatic: boolean;
  /** Why there is no route, when the policy says so. */
  readonly gapReason?: string;
}

/** Live state that takes endpoints away. */
export interface DecisionState {
  /** By endpoint id; closed ones are absent. Half-open: this request may be a probe. */
  readonly breakers: Readonly<Record<string, "open" | "half-open">>;
  /** Endpoints that are left alone for now though their breaker is not open, with the cause. */
  readonly held?: Readonly<Record<string, string>>;
  /** Attempts made for this request, by endpoint id. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Endpoints that cannot be called here, with the cause in words. */
  readonly absent: Readonly<Record<string, string>>;
  /** Observed p95 latencies by endpoint id, in levels. They replace the plan's. */
  readonly latencyMsP95?: Readonly<Record<string, number>>;
  /** Time left to the deadline; an endpoint whose p95 does not fit is out. */
  readonly remainingMs: number;
}

/** A plan's rung after live state is taken away. */
export interface Decision {
  readonly rung: RungName;
  readonly endpoints: readonly PlannedEndpoint[];
  /** The plan's rejections and those of live state. */
  readonly rejections: readonly Rejection[];
}
