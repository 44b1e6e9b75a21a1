import type { Decision } from "@switchyard/contract";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { chooseRepair, withEscalation } from "./answer-refusal.ts";
import {
  callsMade,
  type ClimbState,
  type Ending,
  type FailedAttempt,
  type StopCause,
} from "./climb-state.ts";
import { withFailureLearnt } from "./learn-failure.ts";
import { retryDelayMs } from "./plan-retry.ts";
import { reserveAttempt } from "./reserve-attempt.ts";
import { findEndpoint, searchRung } from "./search-rungs.ts";
import type { Turn } from "./step.ts";

/** Chooses what comes next when no attempt is open: a retry, another endpoint or the end. */
export function chooseStep(ascent: Ascent, state: ClimbState, live: Live): Turn {
  if (live.aborted) return finish(state, { kind: "aborted" });
  const { refusal } = ascent;
  if (refusal !== undefined) return stop(state, refusal.cause);
  if (remainingMs(ascent, live) <= 0) return stop(state, "deadline");
  const { failed } = state;
  if (failed === undefined) return climbOn(ascent, state, live);

  const delayMs = state.waited ? undefined : retryDelayMs(ascent, state, live, failed);
  if (delayMs !== undefined)
    return {
      state: { ...state, waited: true },
      entered: [],
      step: { kind: "wait", durationMs: delayMs },
    };
  if (state.waited && canCallAgain(ascent, state, live, failed))
    return reserveAttempt(ascent, state, live, failed.attempt.endpoint, []);
  if (failed.failure.failover === "no") return stop(state, "attempts-exhausted");
  const learnt = withFailureLearnt(state, failed);
  if (failed.refused === undefined) return climbOn(ascent, learnt, live);
  const repair = chooseRepair(ascent, state, live, failed.attempt, failed.refused);
  if (repair !== undefined) return repair;
  const escalated = withEscalation(ascent, learnt, failed.attempt);
  return escalated === undefined
    ? stop(learnt, "attempts-exhausted")
    : climbOn(ascent, escalated, live);
}

function canCallAgain(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  { attempt }: FailedAttempt,
): boolean {
  const search = { remainingMs: remainingMs(ascent, live), only: attempt.endpoint.id };
  const unheld = { ...live, held: {} };
  return searchRung(ascent, state, unheld, state.rungIndex, search).endpoint !== undefined;
}

/** Goes on at the state's rung, or at the first later one that has an endpoint to call. */
function climbOn(ascent: Ascent, state: ClimbState, live: Live): Turn {
  if (callsMade(state) >= ascent.policy.defaults.attempts.max)
    return stop(state, "attempts-exhausted");
  const climbed = climb(ascent, state, live);
  if (climbed.turn !== undefined) return climbed.turn;
  const { atTop, entered } = climbed;
  if (isLearntAway(ascent, live)) {
    const { turn } = climb(ascent, atTop, { ...live, held: {}, latencyMsP95: {} });
    if (turn !== undefined) return waitForLimit(ascent, atTop, live, entered, turn);
  }
  return { ...stop(atTop, stopCause(ascent, state, live)), entered };
}

/**
 * Whether any endpoint may be out only by what this process has learnt: a used-up rate limit, or a
 * p95 above the catalogue's. Both give way before no model is called at all; without calls, nothing
 * better would be learnt.
 */
function isLearntAway({ plan }: Ascent, { held, latencyMsP95 }: Live): boolean {
  return plan.rungs.some(({ endpoints }) =>
    endpoints.some(
      ({ id, latencyMsP95: stated }) => held[id] !== undefined || (latencyMsP95[id] ?? 0) > stated,
    ),
  );
}

/** The turn that calls the first endpoint open to the ask, or the state after all rungs. */
function climb(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
): {
  readonly turn?: Turn;
  readonly atTop: ClimbState;
  readonly entered: readonly Decision[];
} {
  const entered: Decision[] = [];
  for (let index = state.rungIndex; index < ascent.plan.rungs.length; index += 1) {
    const search = { remainingMs: remainingMs(ascent, live) };
    const { decision, endpoint } = searchRung(ascent, state, live, index, search);
    if (index >= state.entered.length) entered.push(decision);
    if (endpoint === undefined) continue;
    const onRung = { ...state, rungIndex: index, entered: [...state.entered, ...entered] };
    return {
      turn: reserveAttempt(ascent, onRung, live, endpoint, entered),
      atTop: onRung,
      entered,
    };
  }
  return { atTop: { ...state, entered: [...state.entered, ...entered] }, entered };
}

/**
 * Where only endpoints are left whose rate limit is used up, the ask waits, once, for the first
 * choice's to be full again. Where the time does not reach, it calls: the provider's answer is
 * worth more than our memory of it.
 */
function waitForLimit(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  entered: readonly Decision[],
  turn: Turn,
): Turn {
  const endpoint = turn.state.current?.endpoint;
  const durationMs = endpoint === undefined ? 0 : (live.held[endpoint.id] ?? 0);
  const spareMs = remainingMs(ascent, live) - (endpoint?.latencyMsP95 ?? 0);
  if (durationMs === 0 || state.waitedForLimit || durationMs > spareMs) return { ...turn, entered };
  return {
    state: { ...state, waitedForLimit: true },
    entered,
    step: { kind: "wait", durationMs },
  };
}

/** What keeps the ask from an endpoint: money, else time, else failures, else the endpoints. */
function stopCause(ascent: Ascent, state: ClimbState, live: Live): StopCause {
  const remaining = remainingMs(ascent, live);
  const find = (search: Parameters<typeof findEndpoint>[3]): boolean =>
    findEndpoint(ascent, state, live, search) !== undefined;
  if (find({ remainingMs: remaining, ignoresDenials: true })) return "budget";
  if (find({ remainingMs: ascent.request.slaMs })) return "deadline";
  return callsMade(state) > 0 ? "attempts-exhausted" : "no-endpoint";
}

/** No other answer may follow a text that was shown: where none goes on with it, it is cut. */
function stop(state: ClimbState, cause: StopCause): Turn {
  if (state.continues !== undefined) return finish(state, { kind: "cut", unable: cause });
  return finish(state, { kind: "stopped", cause });
}

function finish(state: ClimbState, ending: Ending): Turn {
  return { state: { ...state, ending }, entered: [], step: { kind: "finish", ending } };
}
