import type { PlannedEndpoint, RejectionCode } from "@switchyard/contract";

/** Requests that the policy treats alike. */
export interface TrafficClass {
  /** The route that takes them: the policy's first match. */
  readonly route: string;
  readonly intent: string;
  readonly risk: string;
  readonly segment: string;
  readonly locale: string;
  readonly residency: string;
  /** How long their callers wait. */
  readonly slaMs: number;
  /** Share of all requests, above 0; all shares add up to 1. */
  readonly share: number;
  /** What rung `full` offers them in a healthy world, in order; at least one. */
  readonly endpoints: readonly PlannedEndpoint[];
}

/** Requests that rung `full` cannot serve even in a healthy world. */
export interface UnservableClass {
  readonly route: string;
  readonly intent: string;
  readonly risk: string;
  readonly residency: string;
  readonly slaMs: number;
  /** Why its candidates are out, each code once, in the order found. */
  readonly codes: readonly RejectionCode[];
}

/** Who asks for what. */
export interface Mix {
  /** At least one. */
  readonly classes: readonly TrafficClass[];
  /** Left out of `classes`: a rehearsal must not fail for what no fault caused. */
  readonly unservable: readonly UnservableClass[];
  /** What was left out or cut, in words. */
  readonly notices: readonly string[];
}
