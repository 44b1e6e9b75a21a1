import type { ClimbState, FailedAttempt } from "./climb-state.ts";

/** Bars what failed for the request as it is, and what cannot take it at all. */
export function withFailureLearnt(
  state: ClimbState,
  { attempt, failure }: Pick<FailedAttempt, "attempt" | "failure">,
): ClimbState {
  const { endpoint, model } = attempt;
  const learnt = {
    ...state,
    failed: undefined,
    waited: false,
    barred: { ...state.barred, [endpoint.id]: state.rungIndex },
  };
  if (failure.failover !== "compatible-only") return learnt;
  const isTooSmall = failure.kind === "context-overflow";
  return {
    ...learnt,
    incompatible: [...state.incompatible, endpoint.model],
    contextTokensOver: isTooSmall
      ? Math.max(state.contextTokensOver, model.contextTokens)
      : state.contextTokensOver,
  };
}
