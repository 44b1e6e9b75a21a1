import type { SliceNames } from "./cost-slices.ts";
import type { WasteCause } from "./waste-cause.ts";

/** How an ask of a task ended. */
export interface TaskAskEnd {
  readonly atMs: number;
  /** A model answered, and no gate failed the answer. */
  readonly isPassed: boolean;
  /** What the call cost that gave the answer; 0 without one. */
  readonly answerMicroUsd: number;
  /** The slices of the answer, to which its money was posted. */
  readonly names: SliceNames;
}

/** One ask of a task. */
export interface TaskAsk {
  readonly askId: string;
  readonly receivedAtMs: number;
  /** Undefined: it is in flight. */
  readonly end?: TaskAskEnd;
  /** What feedback says of its answer. Undefined: nothing. */
  readonly isGood?: boolean;
}

/** One thing the user wanted: its asks, oldest first, at least one. */
export interface CostTask {
  readonly asks: readonly TaskAsk[];
  /** Whether there was feedback on any of its asks. */
  readonly isTold: boolean;
}

/** How a task stands. */
export interface TaskVerdict {
  /** The ask that decides: the one the task succeeded with, or else the last that ended. */
  readonly deciding: TaskAsk | undefined;
  readonly isSuccess: boolean;
}

/** More asks of a task are not remembered: the oldest is forgotten, what it cost is not. */
const TASK_ASKS_MAX = 8;

/** The task with one ask more. */
export function withTaskAsk({ asks, isTold }: CostTask, ask: TaskAsk): CostTask {
  return { asks: [...asks, ask], isTold };
}

/** The task without the ask that matters least, if it has as many as are remembered. */
export function trimTask(task: CostTask): CostTask {
  const { asks } = task;
  if (asks.length < TASK_ASKS_MAX) return task;
  const index = asks.findIndex(({ isGood }) => isGood !== true);
  return { ...task, asks: asks.toSpliced(Math.max(0, index), 1) };
}

/**
 * Feedback decides: the newest that there is. Where it is good, the task succeeded with that
 * answer; else, or without feedback, with its last answer if that passed and has none.
 */
export function judgeTask({ asks }: CostTask): TaskVerdict {
  const told = asks.findLast(({ end, isGood }) => end !== undefined && isGood !== undefined);
  if (told?.isGood === true) return { deciding: told, isSuccess: true };
  const last = asks.at(-1);
  if (last?.end?.isPassed === true && last.isGood === undefined)
    return { deciding: last, isSuccess: true };
  return { deciding: asks.findLast(({ end }) => end !== undefined), isSuccess: false };
}

/** What the money of an ask's answer was lost to; undefined: the task succeeded with it. */
export function answerWaste(
  task: CostTask,
  { deciding, isSuccess }: TaskVerdict,
  ask: TaskAsk,
): WasteCause | undefined {
  if (isSuccess && deciding?.askId === ask.askId) return undefined;
  if (ask.isGood === false) return "rejected-answers";
  const isLast = task.asks.at(-1)?.askId === ask.askId;
  return isLast && !isSuccess ? "invalid-output" : "re-asks";
}
