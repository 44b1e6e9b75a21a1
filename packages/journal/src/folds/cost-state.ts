import type { CostAsk } from "./cost-ask.ts";
import {
  addCosts,
  NO_COSTS,
  NO_SLICES,
  withCosts,
  type CostSlices,
  type CostTally,
  type SliceNames,
} from "./cost-slices.ts";
import { answerLoss, judgeTask, type CostTask } from "./cost-task.ts";
import { emptyRecentMap, recentSet, type RecentMap } from "./recent-map.ts";
import type { SavingState } from "./saving-state.ts";
import { NO_WASTE, type WasteByCause, type WasteCause } from "./waste-cause.ts";

/** What had to be forgotten because memory is bounded, in counts. */
export interface ForgottenCosts {
  /** Asks whose end never came; their money stays undecided. */
  readonly asks: number;
  /** Tasks whose time for a re-ask was not over; they stay as they were counted. */
  readonly tasks: number;
  /** Feedback on asks that are not remembered, or were never seen: it decides nothing. */
  readonly feedback: number;
}

/**
 * What a cost fold remembers. Bounded: 65,536 asks in flight, as many tasks and names of asks, and
 * 1,001 slices of each split and routes with savings.
 */
export interface CostState {
  readonly asks: RecentMap<CostAsk>;
  readonly tasks: RecentMap<CostTask>;
  /** The task of each ask that has not its task's name. */
  readonly taskOfAsk: RecentMap<string>;
  readonly total: CostTally;
  readonly slices: CostSlices;
  readonly waste: WasteByCause;
  readonly savings: SavingState;
  /** Of the policy in force last. */
  readonly qualityFloors: Readonly<Record<string, number>>;
  readonly judgingMicroUsd: number;
  /** Of asks that have not ended, or whose beginning or end the events lack. */
  readonly undecidedMicroUsd: number;
  readonly forgotten: ForgottenCosts;
  /** The latest instant of a receipt or an end. */
  readonly latestAtMs: number;
}

/** The state before the first event. */
export const NO_COST_STATE: CostState = {
  asks: emptyRecentMap(),
  tasks: emptyRecentMap(),
  taskOfAsk: emptyRecentMap(),
  total: NO_COSTS,
  slices: NO_SLICES,
  waste: NO_WASTE,
  savings: new Map(),
  qualityFloors: {},
  judgingMicroUsd: 0,
  undecidedMicroUsd: 0,
  forgotten: { asks: 0, tasks: 0, feedback: 0 },
  latestAtMs: Number.NEGATIVE_INFINITY,
};

/** The state with an ask as it is now. */
export function withAsk(state: CostState, askId: string, ask: CostAsk): CostState {
  const { map, dropped } = recentSet(state.asks, askId, ask);
  return withForgotten({ ...state, asks: map }, { asks: Number(dropped !== undefined) });
}

/** The state with more forgotten. */
export function withForgotten(state: CostState, more: Partial<ForgottenCosts>): CostState {
  const { asks = 0, tasks = 0, feedback = 0 } = more;
  if (asks + tasks + feedback === 0) return state;
  const { forgotten } = state;
  return {
    ...state,
    forgotten: {
      asks: forgotten.asks + asks,
      tasks: forgotten.tasks + tasks,
      feedback: forgotten.feedback + feedback,
    },
  };
}

/** The state with more in one slice of each split and in the total. */
export function withTally(
  state: CostState,
  names: SliceNames,
  more: Partial<CostTally>,
): CostState {
  return {
    ...state,
    total: addCosts(state.total, more),
    slices: withCosts(state.slices, names, more),
  };
}

/** The state with money that was lost to a cause; below 0 where it was not after all. */
export function withWaste(
  state: CostState,
  cause: WasteCause,
  microUsd: number,
  names: SliceNames,
): CostState {
  if (microUsd === 0) return state;
  const waste = { ...state.waste, [cause]: state.waste[cause] + microUsd };
  return withTally({ ...state, waste }, names, { wasteMicroUsd: microUsd });
}

/**
 * The state with a task as it is now, where it was `before`. Only what differs is posted: its
 * success may move from one answer to another, and money from waste to use and back.
 */
export function withTask(
  state: CostState,
  taskId: string,
  before: CostTask | undefined,
  after: CostTask,
  taskWindowMs: number,
): CostState {
  const { map, dropped } = recentSet(state.tasks, taskId, after);
  const isEarly = dropped !== undefined && isOpenTask(dropped, state.latestAtMs, taskWindowMs);
  const kept = withForgotten({ ...state, tasks: map }, { tasks: Number(isEarly) });
  return withAnswers(withVerdict(kept, before, after), before, after);
}

/** Whether a re-ask of a task would still change how it is counted. */
export function isOpenTask({ asks }: CostTask, nowMs: number, taskWindowMs: number): boolean {
  const last = asks.at(-1);
  return last !== undefined && nowMs - (last.end?.atMs ?? last.receivedAtMs) <= taskWindowMs;
}

/** Counts a task where its deciding answer is. */
function withVerdict(state: CostState, before: CostTask | undefined, after: CostTask): CostState {
  const [old, fresh] = [countOf(before), countOf(after)];
  const isSame =
    old?.names === fresh?.names &&
    old?.tally.successes === fresh?.tally.successes &&
    old?.tally.tasksWithFeedback === fresh?.tally.tasksWithFeedback;
  if (isSame) return state;
  const without = old === undefined ? state : withTally(state, old.names, negated(old.tally));
  return fresh === undefined ? without : withTally(without, fresh.names, fresh.tally);
}

type TaskCount = Pick<CostTally, "tasks" | "successes" | "tasksWithFeedback">;

/** How a task counts, and in which slices; undefined: none of its asks has ended. */
function countOf(
  task: CostTask | undefined,
): { readonly names: SliceNames; readonly tally: TaskCount } | undefined {
  if (task === undefined) return undefined;
  const { deciding, isSuccess } = judgeTask(task);
  if (deciding?.end === undefined) return undefined;
  const { names } = deciding.end;
  const tasksWithFeedback = Number(task.isTold);
  return { names, tally: { tasks: 1, successes: Number(isSuccess), tasksWithFeedback } };
}

function negated({ tasks, successes, tasksWithFeedback }: TaskCount): TaskCount {
  return { tasks: -tasks, successes: -successes, tasksWithFeedback: -tasksWithFeedback };
}

/** Moves the money of the task's answers to where it belongs now. */
function withAnswers(state: CostState, before: CostTask | undefined, after: CostTask): CostState {
  const verdict = judgeTask(after);
  const oldVerdict = before === undefined ? undefined : judgeTask(before);
  let moved = state;
  for (const ask of after.asks) {
    const { end, askId } = ask;
    const loss = answerLoss(after, verdict, ask);
    if (end === undefined || loss === undefined) continue;
    const old = before?.asks.find((each) => each.askId === askId);
    const oldLoss =
      before === undefined || oldVerdict === undefined || old === undefined
        ? undefined
        : answerLoss(before, oldVerdict, old);
    if (oldLoss?.cause === loss.cause) continue;
    if (oldLoss !== undefined)
      moved = withWaste(moved, oldLoss.cause, -oldLoss.microUsd, end.names);
    moved = withWaste(moved, loss.cause, loss.microUsd, end.names);
  }
  return moved;
}
