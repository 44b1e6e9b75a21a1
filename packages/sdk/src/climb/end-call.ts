import { strict as assert } from "node:assert";
import type { AttemptOutcome, ModelFailure, Usage } from "@switchyard/contract";
import type { StreamTimes } from "../health/stream-book.ts";
import { verdictFailure } from "../judge/verdict-failure.ts";
import { judge, withJudgements, type Verdict } from "../judge/verdict.ts";
import { remainingMs, type Ascent, type Live } from "./ascent.ts";
import { wholeResponse, type Continuation } from "./continuation.ts";
import type {
  Attempt,
  ClimbState,
  Ending,
  FailedAttempt,
  OpenCall,
  OpenVerdict,
} from "./climb-state.ts";
import { withFailureLearnt } from "./learn-failure.ts";
import { amountOf, settleFailure, settleResponse, type Settlement } from "./settlement.ts";
import type { AttemptEnd, Outcome, Turn } from "./step.ts";

/**
 * Judges a call's answer. The first good one ends the ask and cuts the calls beside it. Where the
 * verdict needs a judge or the application, those are asked first.
 */
export function endResponse(
  ascent: Ascent,
  state: ClimbState,
  outcome: Outcome & { readonly kind: "responded" },
  live: Live,
): Turn {
  const { latencyMs, streamed } = outcome;
  const call = openCallOf(state, outcome.attemptId);
  const { continues } = call.attempt;
  const response = wholeResponse(continues, outcome.response);
  const isShown = outcome.isShown || continues !== undefined;
  // Two calls may answer at one instant: the second is paid for, and not judged.
  if (state.ending !== undefined) return close(state, call, answered(call, outcome));

  const { route, output, schemas, judges } = ascent;
  const facts = { schemas, judges, ...(output !== undefined && { output }) };
  const verdict = judge(route.gates, response, facts);
  const judging = { call, response, latencyMs, streamed, isShown, verdict };
  if (verdict.pending.length === 0) return endVerdict(ascent, state, judging);
  const timeoutMs = Math.max(0, remainingMs(ascent, live));
  return {
    state: { ...state, judging },
    entered: [],
    step: { kind: "judge", attempt: call.attempt, response, verdict, timeoutMs },
  };
}

/** Completes a verdict by what the judges and the application said. */
export function endJudgements(
  ascent: Ascent,
  state: ClimbState,
  { judgements }: Outcome & { readonly kind: "judged" },
): Turn {
  const { judging } = state;
  assert(judging !== undefined, "Judgements came while no answer was being judged.");
  const verdict = withJudgements(judging.verdict, judgements);
  return endVerdict(ascent, { ...state, judging: undefined }, { ...judging, verdict });
}

/**
 * A text that was shown cannot be taken back: unless its route begins anew, it is the answer, with
 * the verdict that it failed.
 */
function endVerdict(ascent: Ascent, state: ClimbState, judged: OpenVerdict): Turn {
  const { call, response, verdict } = judged;
  const { attempt } = call;
  const facts = { ...answered(call, judged), verdict };
  const failure = verdictFailure(verdict, attempt.endpoint.provider, response);
  if (failure !== undefined && !(judged.isShown && isFinalOnceShown(ascent))) {
    const refused = { text: response.text, failures: verdict.failures };
    // No policy can retry what a gate refuses, so its backoff needs no draw.
    const after = withFailure(state, { attempt, failure, jitter: 0, refused });
    return close(after, call, { ...facts, outcome: failure.kind, failure });
  }
  const ending: Ending = { kind: "answered", attempt, response, verdict };
  return close({ ...state, ending }, call, facts);
}

/** `continue` goes on with a text that broke off; whole, it is the answer all the same. */
function isFinalOnceShown({ route }: Ascent): boolean {
  return route.streamCommit !== "restart-with-notice";
}

function answered(
  { attempt }: OpenCall,
  { response, latencyMs, streamed }: Pick<OpenVerdict, "response" | "latencyMs" | "streamed">,
): CallFacts {
  const settlement = settleResponse(attempt, response);
  const { usage } = response;
  return { outcome: "ok", latencyMs, streamed, settlement, usage, tokens: tokensOf(usage) };
}

/** Books a call's failure; once the ask has its answer, that of a call that was cut. */
export function endFailure(
  ascent: Ascent,
  state: ClimbState,
  outcome: Outcome & { readonly kind: "failed" },
): Turn {
  const { failure, latencyMs, streamed, jitter } = outcome;
  const call = openCallOf(state, outcome.attemptId);
  const { attempt } = call;
  const contextTokens = ascent.request.contextTokens + (attempt.continues?.tokens ?? 0);
  const settlement = settleFailure(attempt, failure, contextTokens);
  const { usage } = failure;
  const unreported = settlement.kind === "release" ? 0 : contextTokens;
  const tokens = usage === undefined ? unreported : tokensOf(usage);
  const facts = { latencyMs, streamed, settlement, usage, tokens };
  const told = { ...facts, outcome: failure.kind, failure };
  if (state.ending !== undefined && failure.kind === "cancelled")
    return close(state, call, { ...facts, outcome: "outrun" });
  const isCut = failure.committed && failure.kind !== "cancelled";
  if (isCut && ascent.route.streamCommit === "continue") {
    const broken = { ...state, continues: continuation(state, attempt, outcome) };
    return close(withFailure(broken, { attempt, failure, jitter }), call, told);
  }
  if (isCut && isFinalOnceShown(ascent))
    return close({ ...state, ending: { kind: "cut" } }, call, told);
  const after =
    state.ending === undefined ? withFailure(state, { attempt, failure, jitter }) : state;
  return close(after, call, told);
}

function continuation(
  { rungIndex, continues }: ClimbState,
  { endpoint }: Attempt,
  { failure: { usage }, shownText }: Outcome & { readonly kind: "failed" },
): Continuation {
  const { tokens = 0, from = [] } = continues ?? {};
  const written = usage === undefined ? 0 : usage.outputTokens - usage.reasoningTokens;
  return {
    text: shownText,
    tokens: tokens + Math.max(0, written),
    from: [...from, endpoint.id],
    rungIndex: continues?.rungIndex ?? rungIndex,
  };
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
  readonly streamed: StreamTimes | undefined;
  readonly settlement: Settlement;
  readonly usage: Usage | undefined;
  /** What it took, or is taken for. */
  readonly tokens: number;
  readonly failure?: ModelFailure;
  readonly verdict?: Verdict;
}

/** Ends an attempt. Once the ask has its ending, the calls still in flight end with it. */
function close(state: ClimbState, { attempt, timeoutMs }: OpenCall, facts: CallFacts): Turn {
  const { attemptId, kind, endpoint, rung } = attempt;
  const { outcome, latencyMs, streamed, settlement, usage, tokens, failure, verdict } = facts;
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
  const isOverdue = outcome === "outrun" && latencyMs >= timeoutMs;
  const ended: AttemptEnd = { summary, streamed, usage, failure, verdict, isOverdue };
  const open = state.open.filter((call) => call.attempt !== attempt);
  const cuts = state.ending === undefined ? [] : open.map((call) => call.attempt.attemptId);
  return {
    state: { ...state, open, history: [...state.history, summary], tokens: state.tokens + tokens },
    entered: [],
    step: { kind: "close", attempt, settlement, ended, ...(cuts.length > 0 && { cuts }) },
  };
}

function tokensOf({ inputTokens, outputTokens }: Usage): number {
  return inputTokens + outputTokens;
}

function openCallOf({ open }: ClimbState, attemptId: string): OpenCall {
  const call = open.find(({ attempt }) => attempt.attemptId === attemptId);
  assert(call !== undefined, `The outcome of ${attemptId} came, whose call is not in flight.`);
  return call;
}
