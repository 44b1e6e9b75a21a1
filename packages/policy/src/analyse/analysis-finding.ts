import type { Capability, DecisionState, Operand, RequestClass } from "@switchyard/contract";

/** What an analysis can find, each shown by one request. */
export type AnalysisKind =
  | "coverage-gap"
  | "unserved-class"
  | "shadowed-route"
  | "dead-candidate"
  | "weaker-fallback"
  | "wider-at-higher-risk"
  | "residency-unbound"
  | "experimental-reachable"
  | "deprecated-serves"
  | "loss-breaks-promise"
  | "single-provider"
  | "hot-failover-too-slow"
  | "too-few-attempts"
  | "no-higher-tier"
  | "dead-threshold"
  | "worst-case-over-ceiling"
  | "worst-case-over-sla";

/** Numbers from `from` on, below `below`; null: without end. */
export interface NumberRange {
  readonly from: number;
  readonly below: number | null;
}

/** Request classes with any combination of these values; a field that is absent has any. */
export interface ClassCube {
  readonly intent?: readonly string[];
  readonly risk?: readonly string[];
  readonly segment?: readonly string[];
  readonly locale?: readonly string[];
  readonly residency?: readonly string[];
  readonly workload?: readonly string[];
  readonly slaMs?: readonly NumberRange[];
  readonly capabilities?: readonly (readonly Capability[])[];
  readonly contextTokens?: readonly NumberRange[];
}

/** A request that shows a finding; its plan was made afresh and is what the finding says. */
export interface Witness {
  readonly request: RequestClass;
  /** Instant whose prices and sunsets hold, epoch milliseconds. */
  readonly atMs: number;
  /** Live state under which it shows; absent: none is needed. */
  readonly state?: DecisionState;
  readonly route: string | null;
  /** Endpoints left on each rung, in order of preference. */
  readonly rungs: readonly { readonly rung: string; readonly endpoints: readonly string[] }[];
}

/** One thing that holds for a whole set of request classes. */
export interface AnalysisFinding {
  readonly kind: AnalysisKind;
  /** The values, and what follows from them, in one sentence. */
  readonly message: string;
  /** JSON pointer of the line responsible, into the policy unless it starts with `catalog:`. */
  readonly pointer: string;
  /** The route it is about first, then those it depends on. */
  readonly routes: readonly string[];
  readonly models: readonly string[];
  /** Failure domains that are lost, as `provider:openai`. */
  readonly domains: readonly string[];
  /** What the policy gives, and what it would have to. */
  readonly have: Operand;
  readonly need: Operand;
  /** Number of request classes it holds for. Exact. */
  readonly classes: bigint;
  /** Those classes; the first eight boxes where there are more. */
  readonly cubes: readonly ClassCube[];
  readonly witness: Witness;
  /** The accepted loss of the policy that covers it. */
  readonly acceptedBy?: string;
}
