import type {
  AskReceivedEvent,
  AttemptEndedEvent,
  AttemptKind,
  AttemptStartedEvent,
} from "@switchyard/contract";
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
}

/** A policy allows far fewer calls; those of a stream that does not end are not remembered. */
const CALLS_MAX = 64;

/** An ask that has made no call. */
export function openCostAsk(event: AskReceivedEvent): CostAsk {
  const { taskId, intent, segment, judgesAskId } = event;
  const isJudging = judgesAskId !== undefined;
  return { taskId, intent, segment, isJudging, route: undefined, calls: [] };
}

/** The ask with one call more, which is what came next for those that had failed. */
export function startCostCall(ask: CostAsk, event: AttemptStartedEvent): CostAsk {
  const { attemptId, kind, model, provider, route } = event;
  const isKnown = ask.calls.some((call) => call.attemptId === attemptId);
  if (isKnown || ask.calls.length >= CALLS_MAX) return ask;
  const call = { attemptId, model, provider, outcome: undefined, next: undefined };
  const before = ask.calls.map((each) => withNext(each, kind));
  return { ...ask, route, calls: [...before, { ...call, isRefused: false }] };
}

function withNext(call: CostCall, kind: AttemptKind): CostCall {
  return call.outcome === undefined || call.next !== undefined ? call : { ...call, next: kind };
}

/** The ask with the end of one of its calls. */
export function endCostCall(ask: CostAsk, { attemptId, outcome }: AttemptEndedEvent): CostAsk {
  return withCall(ask, attemptId, (call) => ({ ...call, outcome }));
}

/** The ask with an answer that a gate did not let through. */
export function refuseCostCall(ask: CostAsk, attemptId: string): CostAsk {
  return withCall(ask, attemptId, (call) => ({ ...call, isRefused: true }));
}

/** The ask with what was posted for one of its calls. */
export function payCostCall(ask: CostAsk, attemptId: string, paid: PaidCall): CostAsk {
  return withCall(ask, attemptId, (call) => ({ ...call, paid }));
}

function withCall(ask: CostAsk, attemptId: string, change: (call: CostCall) => CostCall): CostAsk {
  const calls = ask.calls.map((call) => (call.attemptId === attemptId ? change(call) : call));
  return { ...ask, calls };
}
