import {
  ConfigurationError,
  type AskAnsweredEvent,
  type AskFailedEvent,
  type AskReceivedEvent,
  type BudgetSettledEvent,
  type FeedbackReceivedEvent,
  type SwitchyardEvent,
} from "@switchyard/contract";
import { touchesOf } from "./ask-touches.ts";
import { createFoldSink, type Fold, type FoldSink } from "../fold.ts";
import {
  endCostCall,
  judgeCostCall,
  openCostAsk,
  payCostCall,
  startCostCall,
  type CostAsk,
  type CostCall,
} from "./cost-ask.ts";
import type { SliceNames } from "./cost-slices.ts";
import {
  isOpenTask,
  NO_COST_STATE,
  withAsk,
  withForgotten,
  withTally,
  withTask,
  withWaste,
  type CostState,
} from "./cost-state.ts";
import { trimTask, withTaskAsk, type TaskAskEnd } from "./cost-task.ts";
import { readCosts, type Costs } from "./costs.ts";
import { overLongMicroUsd } from "./over-long-context.ts";
import { localDayIn } from "./local-day.ts";
import { withEndedAsk, withLateScore } from "./saving-state.ts";
import { recentDelete, recentGet, recentSet } from "./recent-map.ts";
import { UNKNOWN_NAME } from "./spend-fold.ts";
import { wasteCauseOf } from "./waste-cause.ts";

export interface CostOptions {
  /**
   * How long after its last answer a task may be asked again, in milliseconds of the events' own
   * time. A re-ask within it says that the answer was not good enough; an ask of the same name
   * after it is a new task. Default: {@link TASK_WINDOW_MS}.
   */
  readonly taskWindowMs?: number;
  /** IANA name of the zone whose days count. Default: UTC. */
  readonly timeZone?: string;
}

/** A sink that keeps {@link Costs}. */
export type CostSink = FoldSink<Costs>;

/** Ten minutes: whom an answer did not help asks again in the same sitting. A choice, no finding. */
export const TASK_WINDOW_MS = 600_000;

/** Where a task is counted whose last ask no model answered. */
export const NO_MODEL = "(no model)";

/** From this on a score without a word of success is one. */
const GOOD_SCORE_MIN = 0.5;

interface Rules {
  readonly taskWindowMs: number;
  readonly dayOf: (epochMs: number) => string;
}

/**
 * Folds events into {@link Costs}. Without feedback a task succeeded when its last answer came from
 * a model, no gate failed it, and the task was not asked again within `taskWindowMs`; the newest
 * feedback on any of its answers goes before that.
 *
 * @throws ConfigurationError for a window that is no time and a zone that the platform does not know
 */
export function createCostFold(options: CostOptions = {}): Fold<CostState, Costs> {
  const { taskWindowMs = TASK_WINDOW_MS, timeZone = "UTC" } = options;
  if (!(taskWindowMs >= 0))
    throw new ConfigurationError(
      `taskWindowMs ${taskWindowMs} is no time. Give milliseconds from 0, such as 600000.`,
    );
  const rules: Rules = { taskWindowMs, dayOf: localDayIn(timeZone) };
  return {
    initial: NO_COST_STATE,
    step: (state, event) => stepCosts(state, event, rules),
    read: (state) => readCosts(state, { taskWindowMs, timeZone }),
  };
}

/** Folds a running router's events: give it to `createRouter`, or beside it as a sink. */
export function createCostSink(options: CostOptions = {}): CostSink {
  return createFoldSink(createCostFold(options));
}

function stepCosts(state: CostState, event: SwitchyardEvent, rules: Rules): CostState {
  switch (event.type) {
    case "ask-received":
      return receiveAsk(state, event, rules);
    case "route-decided":
      return withChangedAsk(state, event.askId, (ask) =>
        ask.route === undefined ? { ...ask, route: event.route } : ask,
      );
    case "attempt-started":
      return withChangedAsk(state, event.askId, (ask) => startCostCall(ask, event));
    case "attempt-ended":
      return withChangedAsk(state, event.askId, (ask) => endCostCall(ask, event));
    case "answer-judged":
      return withChangedAsk(state, event.askId, (ask) => judgeCostCall(ask, event));
    case "context-pruned":
      return withChangedAsk(state, event.askId, (ask) => ({ ...ask, pruned: event }));
    case "tier-lowered":
      return withChangedAsk(state, event.askId, (ask) => ({ ...ask, lowered: event }));
    case "policy-loaded":
    case "policy-swapped":
      return { ...state, qualityFloors: event.qualityFloors ?? {} };
    case "budget-settled":
      return settle(state, event, rules);
    case "ask-answered":
    case "ask-failed":
      return endAsk(state, event, rules);
    case "feedback-received":
      return hearFeedback(state, event, rules);
    default:
      return state;
  }
}

function withChangedAsk(
  state: CostState,
  askId: string,
  change: (ask: CostAsk) => CostAsk,
): CostState {
  const ask = recentGet(state.asks, askId);
  if (ask === undefined) return state;
  const changed = change(ask);
  return changed === ask ? state : withAsk(state, askId, changed);
}

function receiveAsk(
  before: CostState,
  event: AskReceivedEvent,
  { taskWindowMs }: Rules,
): CostState {
  const { askId, taskId, atMs } = event;
  const known = recentGet(before.tasks, taskId);
  if (known?.asks.some((each) => each.askId === askId)) return before;
  const ask = openCostAsk(event);
  const latestAtMs = Math.max(before.latestAtMs, atMs);
  const state = withAsk({ ...before, latestAtMs }, askId, ask);
  if (ask.isJudging) return state;

  const isReAsk = known !== undefined && isOpenTask(known, atMs, taskWindowMs);
  const task = isReAsk ? trimTask(known) : { asks: [], isTold: false };
  const asked = withTaskAsk(task, { askId, receivedAtMs: atMs });
  const after = withTask(state, taskId, isReAsk ? task : undefined, asked, taskWindowMs);
  if (askId === taskId) return after;
  return { ...after, taskOfAsk: recentSet(after.taskOfAsk, askId, taskId).map };
}

/** Money is posted at once, so that the total is the ledger's at every event. */
function settle(state: CostState, event: BudgetSettledEvent, { dayOf }: Rules): CostState {
  const { askId, attemptId, amountMicroUsd, atMs } = event;
  const ask = recentGet(state.asks, askId);
  if (ask?.isJudging === true) {
    const spentMicroUsd = state.total.spentMicroUsd + amountMicroUsd;
    return {
      ...state,
      total: { ...state.total, spentMicroUsd },
      judgingMicroUsd: state.judgingMicroUsd + amountMicroUsd,
    };
  }
  const call = ask?.calls.find((each) => each.attemptId === attemptId);
  const names = namesOf(ask, call, dayOf(atMs));
  const posted = withTally(state, names, { spentMicroUsd: amountMicroUsd });
  const undecided = {
    ...posted,
    undecidedMicroUsd: posted.undecidedMicroUsd + amountMicroUsd,
  };
  if (ask === undefined || call === undefined) return undecided;
  return withAsk(undecided, askId, payCostCall(ask, attemptId, { amountMicroUsd, names }));
}

function namesOf(ask: CostAsk | undefined, call: CostCall | undefined, day: string): SliceNames {
  return {
    byRoute: ask?.route ?? UNKNOWN_NAME,
    byIntent: ask?.intent ?? UNKNOWN_NAME,
    bySegment: ask?.segment ?? UNKNOWN_NAME,
    byModel: call?.model ?? UNKNOWN_NAME,
    byProvider: call?.provider ?? UNKNOWN_NAME,
    byDay: day,
  };
}

/** Decides what the ask's money was for. Its answer's money follows its task. */
function endAsk(
  before: CostState,
  event: AskAnsweredEvent | AskFailedEvent,
  { taskWindowMs, dayOf }: Rules,
): CostState {
  const { askId, atMs } = event;
  const known = recentGet(before.asks, askId);
  if (known === undefined) return before;
  const latestAtMs = Math.max(before.latestAtMs, atMs);
  const state = { ...before, latestAtMs, asks: recentDelete(before.asks, askId) };
  if (known.isJudging) return state;

  // An ask that is let into no rung has its route from its end alone.
  const route = known.route ?? (event.type === "ask-answered" ? event.route : undefined);
  const ask: CostAsk = { ...known, route };
  const isAnswered = event.type === "ask-answered" && event.endpoint !== undefined;
  const answer = isAnswered ? ask.calls.find(({ outcome }) => outcome === "ok") : undefined;
  const decided = decideCalls(state, ask, answer, isAnswered);
  const touches = touchesOf(ask, event);
  const savings = withEndedAsk(state.savings, route ?? UNKNOWN_NAME, ask, event, touches);
  const end: TaskAskEnd = {
    atMs,
    isPassed: isAnswered && answer?.isRefused !== true,
    answerMicroUsd: answer?.paid?.amountMicroUsd ?? 0,
    overLongMicroUsd: overLongMicroUsd(ask, answer, event),
    names: answer?.paid?.names ?? endNames(ask, answer, isAnswered, dayOf(atMs)),
    controls: isAnswered ? touches.map(({ control }) => control) : undefined,
  };
  return endTaskAsk({ ...decided, savings }, askId, ask.taskId, end, taskWindowMs);
}

/** An answered ask without a call that is known has a model, whose name is not known. */
function endNames(
  ask: CostAsk,
  answer: CostCall | undefined,
  isAnswered: boolean,
  day: string,
): SliceNames {
  const names = namesOf(ask, answer, day);
  return isAnswered ? names : { ...names, byModel: NO_MODEL, byProvider: NO_MODEL };
}

/** Each call but the answering one is waste; none of the ask's money is undecided any more. */
function decideCalls(
  state: CostState,
  { calls }: CostAsk,
  answer: CostCall | undefined,
  isAnswered: boolean,
): CostState {
  const paidMicroUsd = calls.reduce((sum, { paid }) => sum + (paid?.amountMicroUsd ?? 0), 0);
  let decided = { ...state, undecidedMicroUsd: state.undecidedMicroUsd - paidMicroUsd };
  for (const call of calls) {
    if (call === answer || call.paid === undefined) continue;
    const { amountMicroUsd, names } = call.paid;
    decided = withWaste(decided, wasteCauseOf(call, isAnswered), amountMicroUsd, names);
  }
  return decided;
}

/** The answer of an ask that its task has forgotten was asked again since. */
function endTaskAsk(
  state: CostState,
  askId: string,
  taskId: string,
  end: TaskAskEnd,
  taskWindowMs: number,
): CostState {
  const task = recentGet(state.tasks, taskId);
  if (task === undefined || !task.asks.some((ask) => ask.askId === askId))
    return withWaste(state, "re-asks", end.answerMicroUsd, end.names);
  const asks = task.asks.map((ask) => (ask.askId === askId ? { ...ask, end } : ask));
  return withTask(state, taskId, task, { ...task, asks }, taskWindowMs);
}

/** Feedback that names a task alone is about its last ask. */
function hearFeedback(
  state: CostState,
  { askId, taskId, success, score }: FeedbackReceivedEvent,
  { taskWindowMs }: Rules,
): CostState {
  const id = taskId ?? taskIdOf(state, askId);
  const task = id === undefined ? undefined : recentGet(state.tasks, id);
  const about = askId ?? task?.asks.at(-1)?.askId;
  if (id === undefined || task === undefined || !task.asks.some((ask) => ask.askId === about))
    return withForgotten(state, { feedback: 1 });
  const isGood = success ?? (score ?? 0) >= GOOD_SCORE_MIN;
  const asks = task.asks.map((ask) => (ask.askId === about ? { ...ask, isGood } : ask));
  const told = withTask(state, id, task, { asks, isTold: true }, taskWindowMs);
  const { end } = task.asks.find((ask) => ask.askId === about) ?? {};
  if (end?.controls === undefined) return told;
  const scored = { source: "feedback", score: score ?? Number(isGood) } as const;
  const { byRoute } = end.names;
  return { ...told, savings: withLateScore(told.savings, byRoute, end.controls, scored) };
}

/** An ask that was given no task is its own. */
function taskIdOf({ taskOfAsk }: CostState, askId: string | undefined): string | undefined {
  return askId === undefined ? undefined : (recentGet(taskOfAsk, askId) ?? askId);
}
