import type { PlannedEndpoint, RungName } from "@switchyard/contract";

/** The endpoints of one rung of an outcome, in order of preference. */
export interface OutcomeRung {
  readonly name: RungName;
  readonly endpoints: readonly PlannedEndpoint[];
}

/** What a class of requests comes to: its plan without rejections. */
export interface Outcome {
  /** Whether the policy declares every name of the class; it refuses an ask of another. */
  readonly isDeclared: boolean;
  /** Id. Undefined: no route takes the class. */
  readonly route: string | undefined;
  /** Without a route: whether the policy says that it means it. */
  readonly isIntended: boolean;
  readonly rungs: readonly OutcomeRung[];
  readonly endsStatic: boolean;
}

/** Every endpoint of an outcome, rung by rung. */
export function endpointsOf({ rungs }: Outcome): readonly PlannedEndpoint[] {
  return rungs.flatMap(({ endpoints }) => endpoints);
}

/** Whether any rung has an endpoint. */
export function isServed({ rungs }: Outcome): boolean {
  return rungs.some(({ endpoints }) => endpoints.length > 0);
}
