import { strict as assert } from "node:assert";
import type { ModelFailure, ModelResponse } from "@switchyard/contract";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { chooseStep } from "./choose-step.ts";
import type { Attempt, ClimbState, Denial, Ending, FailedAttempt } from "./climb-state.ts";
import { judgeResponse } from "./judge-response.ts";
import { amountOf, settleFailure, settleResponse, type Settlement } from "./settlement.ts";
import type { AttemptEnd, Outcome, Turn } from "./step.ts";

/**
 * The whole course of an ask, one step at a time: reserve, call, judge, close the books, and then
 * a retry, another endpoint, another rung or the end. Pure: what it needs of the world is in
 * `outcome` and `live`.
 *
 * The first outcome is `begun`. After the step `finish` there is no next one.
 */
export function nextStep(ascent: Ascent, state: ClimbState, outcome: Outcome, live: Live): Turn {
  switch (outcome.kind) {
    case "begun":
    case "waited":
      return chooseStep(ascent, state, live);
    case "reserved":
      return startCall(ascent, state, live);
    case "denied":
      return chooseStep(ascent, withDenial(state, outcome.denial), live);
    case "crowded":
      return chooseStep(ascent, withCrowd(state), live);
    case "responded":
      return endResponse(ascent, state, outcome);
    case "failed": {
      const attempt = currentOf(state);
      const { failure, latencyMs, jitter } = outcome;
      const settlement = settleFailure(attempt, failure, ascent.request.contextTokens);
      return close(state, { attempt, failure, jitter }, settlement, latencyMs, failure.usage);
    }
    case "closed":
      return endClose(ascent, state, live);
    default:
      return outcome satisfies never;
  }
}

/** Only cheaper calls are tried after a denial, so the room it tells falls with every further one. */
function withDenial(state: ClimbState, denial: Denial): ClimbState {
  const denials = { ...state.denials, [denial.budgetId]: denial };
  return { ...state, denials, current: undefined };
}

function withCrowd(state: ClimbState): ClimbState {
  const { id } = currentOf(state).endpoint;
  return { ...state, crowded: [...state.crowded, id], current: undefined };
}

/** Calls, unless the reservation took until the caller left or the time was over. */
function startCall(ascent: Ascent, state: ClimbState, live: Live): Turn {
  const attempt = currentOf(state);
  const leftMs = remainingMs(ascent, live);
  if (live.aborted || leftMs <= 0)
    return {
      state: { ...state, current: undefined },
      entered: [],
      step: { kind: "close", attempt, settlement: { kind: "release" } },
    };
  const { id } = attempt.endpoint;
  return {
    state: { ...state, calls: { ...state.calls, [id]: (state.calls[id] ?? 0) + 1 } },
    entered: [],
    step: { kind: "call", attempt, timeoutMs: timeoutMs(ascent, attempt, leftMs) },
  };
}

/** The policy's own limit or the time left, less what is kept back for the next endpoint. */
function timeoutMs(ascent: Ascent, { endpoint, keptBackMs }: Attempt, leftMs: number): number {
  const ownMs = leftMs - keptBackMs;
  const shareMs = ownMs >= endpoint.latencyMsP95 ? ownMs : leftMs;
  return Math.min(ascent.policy.defaults.timeouts.totalMs, shareMs);
}

function endResponse(
  ascent: Ascent,
  state: ClimbState,
  outcome: Outcome & { readonly kind: "responded" },
): Turn {
  const attempt = currentOf(state);
  const { response, latencyMs } = outcome;
  const { gates } = ascent.route;
  const { provider } = attempt.endpoint;
  const verdict = judgeResponse(gates, ascent.expectsJson, response, provider);
  const settlement = settleResponse(attempt, response);
  if (verdict.kind === "failed") {
    // No policy can retry what a gate refuses, so its backoff needs no draw.
    const failed = { attempt, failure: verdict.failure, jitter: 0 };
    return close(state, failed, settlement, latencyMs, response.usage);
  }
  const ending: Ending = {
    kind: "answered",
    attempt,
    response,
    ...(verdict.object !== undefined && { object: verdict.object }),
  };
  const ended = attemptEnd(attempt, undefined, settlement, latencyMs, response.usage);
  return {
    state: { ...state, current: undefined, ending, history: [...state.history, ended.summary] },
    entered: [],
    step: { kind: "close", attempt, settlement, ended },
  };
}

function close(
  state: ClimbState,
  failed: FailedAttempt,
  settlement: Settlement,
  latencyMs: number,
  usage: ModelResponse["usage"] | undefined,
): Turn {
  const { attempt, failure } = failed;
  const ended = attemptEnd(attempt, failure, settlement, latencyMs, usage);
  return {
    state: {
      ...state,
      current: undefined,
      failed,
      waited: false,
      history: [...state.history, ended.summary],
    },
    entered: [],
    step: { kind: "close", attempt, settlement, ended },
  };
}

function attemptEnd(
  { attemptId, kind, endpoint, rung }: Attempt,
  failure: ModelFailure | undefined,
  settlement: Settlement,
  latencyMs: number,
  usage: ModelResponse["usage"] | undefined,
): AttemptEnd {
  return {
    summary: {
      attemptId,
      kind,
      endpoint: endpoint.id,
      rung,
      outcome: failure?.kind ?? "ok",
      latencyMs,
      costMicroUsd: amountOf(settlement),
    },
    ...(usage !== undefined && { usage }),
    ...(failure !== undefined && { failure }),
  };
}

function endClose(ascent: Ascent, state: ClimbState, live: Live): Turn {
  if (state.ending === undefined) return chooseStep(ascent, state, live);
  return { state, entered: [], step: { kind: "finish", ending: state.ending } };
}

function currentOf({ current }: ClimbState): Attempt {
  assert(current !== undefined, "An attempt's outcome came while no attempt was open.");
  return current;
}
