import type { SliceNames } from "./cost-slices.ts";
import type { SavingControl } from "./saving-control.ts";
import type { WasteCause } from "./waste-cause.ts";

/** How an ask of a task ended. */
export interface TaskAskEnd {
  readonly atMs: number;
  /** A model answered, and no gate failed the answer. */
  readonly isPassed: boolean;
  /** What the call cost that gave the answer; 0 without one. */
  readonly answerMicroUsd: number;
  /** The part of it that went into context beyond the size that the route prunes to. */
  readonly overLongMicroUsd: number;
  /** The slices of the answer, to which its money was posted. */
  readonly names: SliceNames;
  /** What touched the ask. Undefined: no model answered, so there is no quality to tell of. */
  readonly controls: readonly SavingControl[] | undefined;
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

/** Money that bought nothing, and what it was lost to. */
export interface Loss {
  readonly cause: WasteCause;
  readonly microUsd: number;
}

/** What was lost of the money of an ask's answer: all of it where no task succeeded with it. */
export function answerLoss(task: CostTask, verdict: TaskVerdict, ask: TaskAsk): Loss | undefined {
  const { end, askId, isGood } = ask;
  if (end === undefined) return undefined;
  const { answerMicroUsd: microUsd, overLongMicroUsd } = end;
  if (verdict.isSuccess && verdict.deciding?.askId === askId)
    return { cause: "over-long-context", microUsd: overLongMicroUsd };
  if (isGood === false) return { cause: "rejected-answers", microUsd };
  const isLast = task.asks.at(-1)?.askId === askId;
  return { cause: isLast && !verdict.isSuccess ? "invalid-output" : "re-asks", microUsd };
}
