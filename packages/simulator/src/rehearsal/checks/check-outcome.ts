import type { Check } from "../../scenario/scenario.ts";

/** What one route measured. */
export interface RouteMeasure {
  readonly route: string;
  readonly measured: number;
  /** Asks it was measured of. */
  readonly requests: number;
  readonly holds: boolean;
}

/** What to change so that a failed check may pass. */
export interface CheckAdvice {
  readonly route?: string;
  /** JSON pointer into the policy, such as `/routes/1/candidates`. */
  readonly pointer: string;
  /** One sentence or two, with the numbers. */
  readonly message: string;
}

/** How an expectation came out. */
export interface CheckOutcome {
  readonly check: Check;
  readonly status: "passed" | "failed" | "not-measured";
  /** In the bound's unit. Of a check per route: the worst route's. Null: nothing to measure. */
  readonly measured: number | null;
  /** Asks in the check's scope. */
  readonly requests: number;
  /** The worst route, where a route can be named. */
  readonly worst?: RouteMeasure;
  /** Routes with asks in the scope, in code-unit order. */
  readonly routes: readonly RouteMeasure[];
  /** Empty unless failed. */
  readonly advice: readonly CheckAdvice[];
  /** Why it was not measured. */
  readonly note?: string;
}
