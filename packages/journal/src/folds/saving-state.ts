import type { AskAnsweredEvent, AskFailedEvent } from "@switchyard/contract";
import { outputMicroUsd, type Touch } from "./ask-touches.ts";
import type { CostAsk } from "./cost-ask.ts";
import { OTHER_NAME, SLICES_MAX } from "./cost-slices.ts";
import type { SavingControl } from "./saving-control.ts";

/** Whose scores of quality are told apart: they do not mean the same. */
export const SCORE_SOURCES = ["gate", "judge", "feedback"] as const;
export type ScoreSource = (typeof SCORE_SOURCES)[number];

/** Scores from 0 to 1. */
export interface ScoreSum {
  readonly count: number;
  readonly sum: number;
}

/** What a score of a call or of an ask says. */
export interface SourcedScore {
  readonly source: ScoreSource;
  readonly score: number;
}

/** Asks of a route, and how their answers did. */
export interface AskSum {
  readonly asks: number;
  /** By a model. */
  readonly answered: number;
  readonly costMicroUsd: number;
  readonly scores: Readonly<Record<ScoreSource, ScoreSum>>;
}

/** The asks that a control touched. */
export interface TouchedSum extends AskSum {
  /** What they would have cost without it, as far as their own events tell. */
  readonly knownMicroUsd: number;
}

/** All asks of a route, and those that each control touched. */
export interface RouteSavings {
  readonly all: AskSum;
  /** What the asks cost that a model answered. */
  readonly answeredMicroUsd: number;
  /** What the output cost of all answers, and how many of them no limit cut. */
  readonly outputMicroUsd: number;
  readonly wholeAnswers: number;
  readonly touched: Readonly<Partial<Record<SavingControl, TouchedSum>>>;
}

/** By route; those after the first thousand together. */
export type SavingState = ReadonlyMap<string, RouteSavings>;

const NO_SCORE: ScoreSum = { count: 0, sum: 0 };

/** No asks. */
export const NO_ASKS: AskSum = {
  asks: 0,
  answered: 0,
  costMicroUsd: 0,
  scores: { gate: NO_SCORE, judge: NO_SCORE, feedback: NO_SCORE },
};

const NO_SAVINGS: RouteSavings = {
  all: NO_ASKS,
  answeredMicroUsd: 0,
  outputMicroUsd: 0,
  wholeAnswers: 0,
  touched: {},
};

/** The state with an ask that has ended, and the controls that touched it. */
export function withEndedAsk(
  state: SavingState,
  route: string,
  ask: CostAsk,
  end: AskAnsweredEvent | AskFailedEvent,
  touches: readonly Touch[],
): SavingState {
  const isAnswered = end.type === "ask-answered" && end.endpoint !== undefined;
  const { costMicroUsd } = end;
  const add = <Sum extends AskSum>(sum: Sum): Sum => ({
    ...sum,
    asks: sum.asks + 1,
    answered: sum.answered + Number(isAnswered),
    costMicroUsd: sum.costMicroUsd + costMicroUsd,
    scores: ask.scores.reduce(addScore, sum.scores),
  });
  return withRoute(state, route, (before) => {
    const touched = { ...before.touched };
    for (const { control, knownMicroUsd } of touches) {
      const sum = add(touched[control] ?? { ...NO_ASKS, knownMicroUsd: 0 });
      touched[control] = { ...sum, knownMicroUsd: sum.knownMicroUsd + knownMicroUsd };
    }
    return {
      all: add(before.all),
      answeredMicroUsd: before.answeredMicroUsd + (isAnswered ? costMicroUsd : 0),
      ...withLengths(before, ask),
      touched,
    };
  });
}

/** Whole answers and those that a limit cut: together they say how long a whole one is. */
function withLengths(
  before: RouteSavings,
  { calls }: CostAsk,
): Pick<RouteSavings, "outputMicroUsd" | "wholeAnswers"> {
  let { outputMicroUsd: output, wholeAnswers } = before;
  for (const { charge, outcome, isAtLimit } of calls) {
    if (charge === undefined || (outcome !== "ok" && !isAtLimit)) continue;
    const microUsd = outputMicroUsd(charge);
    if (!Number.isFinite(microUsd)) continue;
    output += microUsd;
    wholeAnswers += Number(!isAtLimit);
  }
  return { outputMicroUsd: output, wholeAnswers };
}

/** The state with a score of an ask that had ended. */
export function withLateScore(
  state: SavingState,
  route: string,
  controls: readonly SavingControl[],
  score: SourcedScore,
): SavingState {
  return withRoute(state, route, (before) => {
    const { all } = before;
    const touched = { ...before.touched };
    for (const control of controls) {
      const sum = touched[control];
      if (sum !== undefined) touched[control] = { ...sum, scores: addScore(sum.scores, score) };
    }
    return { ...before, all: { ...all, scores: addScore(all.scores, score) }, touched };
  });
}

function addScore(scores: AskSum["scores"], { source, score }: SourcedScore): AskSum["scores"] {
  const { count, sum } = scores[source];
  return { ...scores, [source]: { count: count + 1, sum: sum + score } };
}

function withRoute(
  state: SavingState,
  route: string,
  change: (before: RouteSavings) => RouteSavings,
): SavingState {
  const name = state.has(route) || state.size < SLICES_MAX ? route : OTHER_NAME;
  return new Map(state).set(name, change(state.get(name) ?? NO_SAVINGS));
}
