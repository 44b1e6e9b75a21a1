import type {
  AnswerJudgedEvent,
  AskReceivedEvent,
  AttemptEndedEvent,
  AttemptKind,
  AttemptStartedEvent,
  ContextPrunedEvent,
  TierLoweredEvent,
} from "@switchyard/contract";
import type { CallCharge } from "./ask-touches.ts";
import type { SourcedScore } from "./saving-state.ts";
import type { SliceNames } from "./cost-slices.ts";
import type { EndedCall } from "./waste-cause.ts";

/** One call of an ask in flight, and what was paid for it. */
export interface CostCall extends EndedCall {
  readonly attemptId: string;
  readonly model: string;
  readonly provider: string;
  /** Undefined: nothing was posted for it so far. */
  readonly paid?: PaidCall;
  /** A gate failed its answer. */
  readonly isRefused: boolean;
  /** As its end tells; 0 until then. */
  readonly costMicroUsd: number;
  /** Absent: its end does not tell. */
  readonly charge?: CallCharge;
  /** Its output is as long as its limit. */
  readonly isAtLimit: boolean;
}

/** What was posted for a call, and the slices that it was posted to. */
export interface PaidCall {
  readonly amountMicroUsd: number;
  readonly names: SliceNames;
}

/** An ask in flight, as far as its money goes. */
export interface CostAsk {
  readonly taskId: string;
  readonly intent: string;
  readonly segment: string;
  /** An ask of the router's own: its money is that of judging, and it belongs to no task. */
  readonly isJudging: boolean;
  /** Undefined: no route has taken it. */
  readonly route: string | undefined;
  readonly calls: readonly CostCall[];
  /** Estimated input tokens as it came. */
  readonly contextTokens: number;
  /** How its conversation was cut, if it was. */
  readonly pruned?: Pick<ContextPrunedEvent, "tokensBefore" | "tokensAfter">;
  /** What its first choice would have cost and the one it has does, if spend took a tier. */
  readonly lowered?: Pick<TierLoweredEvent, "fromMicroUsd" | "toMicroUsd">;
  /** Of its answers, refused ones too. */
  readonly scores: readonly SourcedScore[];
}

/** A policy allows far fewer calls; those of a stream that does not end are not remembered. */
const CALLS_MAX = 64;

/** An ask that has made no call. */
export function openCostAsk(event: AskReceivedEvent): CostAsk {
  const { taskId, intent, segment, contextTokens, judgesAskId } = event;
  const isJudging = judgesAskId !== undefined;
  const ask = { taskId, intent, segment, contextTokens, isJudging };
  return { ...ask, route: undefined, calls: [], scores: [] };
}

/** The ask with one call more, which is what came next for those that had failed. */
export function startCostCall(ask: CostAsk, event: AttemptStartedEvent): CostAsk {
  const { attemptId, kind, model, provider, route } = event;
  const isKnown = ask.calls.some((call) => call.attemptId === attemptId);
  if (isKnown || ask.calls.length >= CALLS_MAX) return ask;
  const call = { attemptId, model, provider, outcome: undefined, next: undefined };
  const before = ask.calls.map((each) => withNext(each, kind));
  const unended = { isRefused: false, isAtLimit: false, costMicroUsd: 0 };
  return { ...ask, route, calls: [...before, { ...call, ...unended }] };
}

function withNext(call: CostCall, kind: AttemptKind): CostCall {
  return call.outcome === undefined || call.next !== undefined ? call : { ...call, next: kind };
}

/** The ask with the end of one of its calls. */
export function endCostCall(ask: CostAsk, event: AttemptEndedEvent): CostAsk {
  const { attemptId, outcome, costMicroUsd, usage, rates, atOutputLimit } = event;
  const isAtLimit = atOutputLimit === true || outcome === "output-truncated";
  const charge = usage !== undefined && rates !== undefined ? { usage, rates } : undefined;
  return withCall(ask, attemptId, (call) => ({
    ...call,
    outcome,
    costMicroUsd,
    isAtLimit,
    ...(charge !== undefined && { charge }),
  }));
}

/** The ask with what the gates said of an answer. */
export function judgeCostCall(ask: CostAsk, event: AnswerJudgedEvent): CostAsk {
  const { attemptId, outcome, score, scoredBy } = event;
  const judged =
    outcome === "failed" ? withCall(ask, attemptId, (call) => ({ ...call, isRefused: true })) : ask;
  // A gate that was not asked says nothing of quality, whatever score stands beside it.
  const isSilent = outcome === "unjudged" && scoredBy === "gate";
  if (score === undefined || scoredBy === undefined || isSilent) return judged;
  if (judged.scores.length >= CALLS_MAX) return judged;
  return { ...judged, scores: [...judged.scores, { source: scoredBy, score }] };
}

/** The ask with what was posted for one of its calls. */
export function payCostCall(ask: CostAsk, attemptId: string, paid: PaidCall): CostAsk {
  return withCall(ask, attemptId, (call) => ({ ...call, paid }));
}

function withCall(ask: CostAsk, attemptId: string, change: (call: CostCall) => CostCall): CostAsk {
  const calls = ask.calls.map((call) => (call.attemptId === attemptId ? change(call) : call));
  return { ...ask, calls };
}
