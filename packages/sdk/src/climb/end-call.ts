import { strict as assert } from "node:assert";
import type { AttemptOutcome, ModelFailure, Usage } from "@switchyard/contract";
import type { Ascent } from "./ascent.ts";
import type { ClimbState, Ending, FailedAttempt, OpenCall } from "./climb-state.ts";
import { judgeResponse } from "./judge-response.ts";
import { withFailureLearnt } from "./learn-failure.ts";
import { amountOf, settleFailure, settleResponse, type Settlement } from "./settlement.ts";
import type { AttemptEnd, Outcome, Turn } from "./step.ts";

/** Judges a call's answer. The first good one ends the ask and cuts the calls beside it. */
export function endResponse(
  ascent: Ascent,
  state: ClimbState,
  { attemptId, response, latencyMs }: Outcome & { readonly kind: "responded" },
): Turn {
  const call = openCallOf(state, attemptId);
  const { attempt } = call;
  const settlement = settleResponse(attempt, response);
  const facts = { latencyMs, settlement, usage: response.usage };
  // Two calls may answer at one instant: the second is paid for, and not judged.
  if (state.ending !== undefined) return close(state, call, { ...facts, outcome: "ok" });

  const { provider } = attempt.endpoint;
  const verdict = judgeResponse(ascent.route.gates, ascent.expectsJson, response, provider);
  if (verdict.kind === "failed") {
    const { failure } = verdict;
    // No policy can retry what a gate refuses, so its backoff needs no draw.
    const after = withFailure(state, { attempt, failure, jitter: 0 });
    return close(after, call, { ...facts, outcome: failure.kind, failure });
  }
  const ending: Ending = {
    kind: "answered",
    attempt,
    response,
    ...(verdict.object !== undefined && { object: verdict.object }),
  };
  return close({ ...state, ending }, call, { ...facts, outcome: "ok" });
}

/** Books a call's failure; once the ask has its answer, that of a call that was cut. */
export function endFailure(
  ascent: Ascent,
  state: ClimbState,
  { attemptId, failure, latencyMs, jitter }: Outcome & { readonly kind: "failed" },
): Turn {
  const call = openCallOf(state, attemptId);
  const { attempt } = call;
  const settlement = settleFailure(attempt, failure, ascent.request.contextTokens);
  const facts = { latencyMs, settlement, usage: failure.usage };
  if (state.ending !== undefined && failure.kind === "cancelled")
    return close(state, call, { ...facts, outcome: "outrun" });
  const after =
    state.ending === undefined ? withFailure(state, { attempt, failure, jitter }) : state;
  return close(after, call, { ...facts, outcome: failure.kind, failure });
}

/**
 * While another call is in flight no retry follows a failure, so what it teaches is learnt now. A
 * failure that no other endpoint may mend ends the ask, and with it the calls beside; those that
 * the caller's abort ended end by themselves.
 */
function withFailure(state: ClimbState, failed: FailedAttempt): ClimbState {
  if (state.open.length === 1) return { ...state, failed, waited: false };
  const learnt = withFailureLearnt(state, failed);
  const { failover, kind } = failed.failure;
  if (failover !== "no" || kind === "cancelled") return learnt;
  return { ...learnt, ending: { kind: "stopped", cause: "attempts-exhausted" } };
}

/** What is told of a call that ended. */
interface CallFacts {
  readonly outcome: AttemptOutcome;
  readonly latencyMs: number;
  readonly settlement: Settlement;
  readonly usage: Usage | undefined;
  readonly failure?: ModelFailure;
}

/** Ends an attempt. Once the ask has its ending, the calls still in flight end with it. */
function close(state: ClimbState, { attempt, timeoutMs }: OpenCall, facts: CallFacts): Turn {
  const { attemptId, kind, endpoint, rung } = attempt;
  const { outcome, latencyMs, settlement, usage, failure } = facts;
  const costMicroUsd = amountOf(settlement);
  const summary = {
    attemptId,
    kind,
    endpoint: endpoint.id,
    rung,
    outcome,
    latencyMs,
    costMicroUsd,
  };
  const ended: AttemptEnd = {
    summary,
    ...(usage !== undefined && { usage }),
    ...(failure !== undefined && { failure }),
    ...(outcome === "outrun" && { isOverdue: latencyMs >= timeoutMs }),
  };
  const open = state.open.filter((call) => call.attempt !== attempt);
  const cuts = state.ending === undefined ? [] : open.map((call) => call.attempt.attemptId);
  return {
    state: { ...state, open, history: [...state.history, summary] },
    entered: [],
    step: { kind: "close", attempt, settlement, ended, ...(cuts.length > 0 && { cuts }) },
  };
}

function openCallOf({ open }: ClimbState, attemptId: string): OpenCall {
  const call = open.find(({ attempt }) => attempt.attemptId === attemptId);
  assert(call !== undefined, `The outcome of ${attemptId} came, whose call is not in flight.`);
  return call;
}
