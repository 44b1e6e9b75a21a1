import { byName } from "./by-name.ts";

/** The ways to split costs. */
export const COST_SPLITS = [
  "byRoute",
  "byIntent",
  "bySegment",
  "byModel",
  "byProvider",
  "byDay",
] as const;
export type CostSplit = (typeof COST_SPLITS)[number];

/** The slice of each split that something belongs to. */
export type SliceNames = Readonly<Record<CostSplit, string>>;

/** Spend and tasks of a slice, or of all. Money is whole micro-US-dollars. */
export interface CostTally {
  readonly spentMicroUsd: number;
  /** The part of it that bought no answer with which a task succeeded. */
  readonly wasteMicroUsd: number;
  /** Tasks of which an ask has ended. */
  readonly tasks: number;
  readonly successes: number;
  /** Tasks of which feedback tells. */
  readonly tasksWithFeedback: number;
}

/** A tally with its ratio. */
export interface CostFigures extends CostTally {
  /** Spend over successes, rounded; null without one. */
  readonly costPerSuccessMicroUsd: number | null;
}

/** Tallies by slice, for each split. */
export type CostSlices = Readonly<Record<CostSplit, ReadonlyMap<string, CostTally>>>;

/** Where slices beyond {@link SLICES_MAX} of a split are counted together. */
export const OTHER_NAME = "(other)";

/** Slices of a split that are told apart. Routes, models and days of two years are fewer. */
export const SLICES_MAX = 1_000;

/** A tally of nothing. */
export const NO_COSTS: CostTally = {
  spentMicroUsd: 0,
  wasteMicroUsd: 0,
  tasks: 0,
  successes: 0,
  tasksWithFeedback: 0,
};

/** No slices. */
export const NO_SLICES: CostSlices = {
  byRoute: new Map(),
  byIntent: new Map(),
  bySegment: new Map(),
  byModel: new Map(),
  byProvider: new Map(),
  byDay: new Map(),
};

/** The slices with `more` added to the named one of each split. */
export function withCosts(
  slices: CostSlices,
  names: SliceNames,
  more: Partial<CostTally>,
): CostSlices {
  return {
    byRoute: withTally(slices.byRoute, names.byRoute, more),
    byIntent: withTally(slices.byIntent, names.byIntent, more),
    bySegment: withTally(slices.bySegment, names.bySegment, more),
    byModel: withTally(slices.byModel, names.byModel, more),
    byProvider: withTally(slices.byProvider, names.byProvider, more),
    byDay: withTally(slices.byDay, names.byDay, more),
  };
}

/** A name's slice never changes: slices are not taken away, so a full split stays full. */
function withTally(
  split: ReadonlyMap<string, CostTally>,
  name: string,
  more: Partial<CostTally>,
): ReadonlyMap<string, CostTally> {
  const slice = split.has(name) || split.size < SLICES_MAX ? name : OTHER_NAME;
  return new Map(split).set(slice, addCosts(split.get(slice) ?? NO_COSTS, more));
}

/** The sum of two tallies. */
export function addCosts(tally: CostTally, more: Partial<CostTally>): CostTally {
  return {
    spentMicroUsd: tally.spentMicroUsd + (more.spentMicroUsd ?? 0),
    wasteMicroUsd: tally.wasteMicroUsd + (more.wasteMicroUsd ?? 0),
    tasks: tally.tasks + (more.tasks ?? 0),
    successes: tally.successes + (more.successes ?? 0),
    tasksWithFeedback: tally.tasksWithFeedback + (more.tasksWithFeedback ?? 0),
  };
}

/** The figures of every slice of every split, by name. */
export function readSlices(
  slices: CostSlices,
): Readonly<Record<CostSplit, Readonly<Record<string, CostFigures>>>> {
  return {
    byRoute: readSplit(slices.byRoute),
    byIntent: readSplit(slices.byIntent),
    bySegment: readSplit(slices.bySegment),
    byModel: readSplit(slices.byModel),
    byProvider: readSplit(slices.byProvider),
    byDay: readSplit(slices.byDay),
  };
}

/** A slice whose only task has moved to another is left out. */
function readSplit(split: ReadonlyMap<string, CostTally>): Readonly<Record<string, CostFigures>> {
  const used = [...split].filter(([, tally]) => tally.spentMicroUsd + tally.tasks > 0);
  return byName(new Map(used), readFigures);
}

/** A tally with its ratio, which is made here and nowhere before. */
export function readFigures(tally: CostTally): CostFigures {
  const { spentMicroUsd, successes } = tally;
  return {
    ...tally,
    costPerSuccessMicroUsd: successes === 0 ? null : Math.round(spentMicroUsd / successes),
  };
}
