import { readFigures, readSlices, type CostFigures, type CostSplit } from "./cost-slices.ts";
import { isOpenTask, type CostState, type ForgottenCosts } from "./cost-state.ts";
import { judgeTask, type CostTask } from "./cost-task.ts";
import { recentValues } from "./recent-map.ts";
import { readSavings, type ControlSaving } from "./savings.ts";
import type { WasteByCause } from "./waste-cause.ts";

/**
 * What tasks cost, failed and repeated attempts too. Money is whole micro-US-dollars.
 *
 * Money is counted in the slices of the call that it was paid for: each split's slices and
 * `judgingMicroUsd` add up to what the ledger settled. A task is counted once, in the slices of the
 * answer that it succeeded with, or else of its last ask.
 */
export interface Costs extends Readonly<Record<CostSplit, Readonly<Record<string, CostFigures>>>> {
  readonly taskWindowMs: number;
  readonly timeZone: string;
  /** Of all tasks. Its spend is all that was settled, judging too. */
  readonly total: CostFigures;
  /** Spent by the router's own asks to judges: in `total`, and in no slice. */
  readonly judgingMicroUsd: number;
  /** Spent on the answers that tasks succeeded with. */
  readonly usefulMicroUsd: number;
  /** What bought no success, each micro-dollar under one cause; they add up to the total's waste. */
  readonly waste: WasteByCause;
  /** What the policy's controls saved, each by route and beside the quality that it was saved at. */
  readonly savings: readonly ControlSaving[];
  /** Of asks that have not ended, or whose beginning or end the events lack. */
  readonly undecidedMicroUsd: number;
  /** Tasks with feedback over all tasks, 0 to 1; null without a task. */
  readonly feedbackShare: number | null;
  /** Successes without feedback whose time for a re-ask was not over at the last event. */
  readonly earlySuccesses: number;
  /** Zero unless the stream was more than the memory holds. */
  readonly forgotten: ForgottenCosts;
}

/** What a state says, under the rules that it was folded by. */
export function readCosts(
  state: CostState,
  { taskWindowMs, timeZone }: Pick<Costs, "taskWindowMs" | "timeZone">,
): Costs {
  const { total, waste, judgingMicroUsd, undecidedMicroUsd, forgotten, latestAtMs } = state;
  const paidMicroUsd = total.spentMicroUsd - judgingMicroUsd - undecidedMicroUsd;
  const isEarly = (task: CostTask): boolean =>
    !task.isTold && isOpenTask(task, latestAtMs, taskWindowMs) && judgeTask(task).isSuccess;
  let earlySuccesses = 0;
  for (const task of recentValues(state.tasks)) earlySuccesses += Number(isEarly(task));
  return {
    taskWindowMs,
    timeZone,
    total: readFigures(total),
    judgingMicroUsd,
    usefulMicroUsd: paidMicroUsd - total.wasteMicroUsd,
    waste,
    savings: readSavings(state.savings, state.qualityFloors),
    undecidedMicroUsd,
    feedbackShare: total.tasks === 0 ? null : total.tasksWithFeedback / total.tasks,
    earlySuccesses,
    forgotten,
    ...readSlices(state.slices),
  };
}
