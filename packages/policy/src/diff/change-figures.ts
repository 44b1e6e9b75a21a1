import type { PlannedEndpoint } from "@switchyard/contract";
import { firstChoice, type ClassChange } from "./class-change.ts";

/** Least and greatest of some figures. */
export interface FigureRange {
  readonly min: number;
  readonly max: number;
}

/** A figure of the first choice over a group's classes, before and after. */
export interface FigureChange {
  /** Null: no class of the group has the figure there. */
  readonly before: FigureRange | null;
  readonly after: FigureRange | null;
  /**
   * After less before, where a class has both: the extremes, and the mean by weight. Null: no class
   * has both.
   */
  readonly delta: (FigureRange & { readonly mean: number }) | null;
}

/** How the figures of the first choice change. */
export interface GroupFigures {
  readonly costPerSuccessMicroUsd: FigureChange;
  readonly latencyMsP95: FigureChange;
  readonly quality: FigureChange;
}

/** A change with how much it weighs. */
export interface WeighedChange {
  readonly change: ClassChange;
  readonly weight: number;
}

/** The figures of some changes, each over all their classes. */
export function figuresOf(changes: readonly WeighedChange[]): GroupFigures {
  return {
    costPerSuccessMicroUsd: figure(changes, (endpoint) => endpoint.costPerSuccessMicroUsd),
    latencyMsP95: figure(changes, (endpoint) => endpoint.latencyMsP95),
    quality: figure(changes, (endpoint) => endpoint.quality),
  };
}

function figure(
  changes: readonly WeighedChange[],
  read: (endpoint: PlannedEndpoint) => number | null,
): FigureChange {
  const pairs = changes.map(({ change, weight }) => {
    const [before, after] = [firstChoice(change.before), firstChoice(change.after)];
    return {
      before: before === undefined ? null : read(before.endpoint),
      after: after === undefined ? null : read(after.endpoint),
      weight,
    };
  });
  const both = pairs.flatMap(({ before, after, weight }) =>
    before === null || after === null ? [] : [{ delta: exact(after - before), weight }],
  );
  const range = rangeOf(both.map(({ delta }) => delta));
  const total = both.reduce((sum, { weight }) => sum + weight, 0);
  // Where no traffic falls, every outcome counts alike.
  const shareOf = (weight: number): number => (total === 0 ? 1 / both.length : weight / total);
  const mean = both.reduce((sum, { delta, weight }) => sum + delta * shareOf(weight), 0);
  return {
    before: rangeOf(pairs.flatMap(({ before }) => before ?? [])),
    after: rangeOf(pairs.flatMap(({ after }) => after ?? [])),
    delta: range === null ? null : { ...range, mean: exact(mean) },
  };
}

function rangeOf(values: readonly number[]): FigureRange | null {
  if (values.length === 0) return null;
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}

/** Without the dust of binary fractions: 0.62 - 0.81 is -0.19. */
function exact(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
