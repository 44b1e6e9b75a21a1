import {
  BudgetExhaustedError,
  DeadlineExceededError,
  LadderExhaustedError,
  QuotaExhaustedError,
  RouteRefusedError,
  type SwitchyardError,
} from "@switchyard/contract";
import type { Ascent } from "../climb/ascent.ts";
import { callsMade, type ClimbState, type StopCause } from "../climb/climb-state.ts";
import { lastDenial, stopMessage } from "./stop-message.ts";

/** What an ask ends in when no model answers and the ladder has no static rung. */
export function stopError(ascent: Ascent, state: ClimbState, cause: StopCause): SwitchyardError {
  const { plan, request, route } = ascent;
  const message =
    `${stopMessage(ascent, state, cause)} Route ${route.id} has no static rung ` +
    "to answer instead; add `static` to its ladder to have one.";
  const denial = lastDenial(state);
  if (cause === "budget" && denial !== undefined)
    return new BudgetExhaustedError(
      message,
      denial.budgetId,
      denial.neededMicroUsd,
      denial.leftMicroUsd,
    );
  const { refusal } = ascent;
  if (refusal?.cause === "quota")
    return new QuotaExhaustedError(message, refusal.limit, refusal.value, refusal.retryAfterMs);
  if (refusal !== undefined)
    return new BudgetExhaustedError(message, refusal.budget, 0, refusal.leftMicroUsd);
  if (cause === "deadline") return new DeadlineExceededError(message, request.slaMs, state.history);
  const isBarredForGood = plan.rungs.every(({ endpoints }) => endpoints.length === 0);
  if (isBarredForGood && callsMade(state) === 0)
    return new RouteRefusedError(
      message,
      plan.rungs.flatMap(({ rejections }) => rejections),
    );
  return new LadderExhaustedError(message, state.history);
}
