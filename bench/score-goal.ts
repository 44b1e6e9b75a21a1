import type { Goal } from "./goals.ts";
import { quantile } from "./quantile.ts";

/** Microseconds of one operation by subject, all measured shortly after one another. */
export type Round = Readonly<Record<string, number>>;

/** How a goal did. */
export interface Score {
  readonly goal: Goal;
  /** Of the rounds' ratios: the median and the quartiles. */
  readonly ratio: number;
  readonly quartiles: readonly [number, number];
  readonly isMet: boolean;
}

/** The ratio of two subjects is taken within each round, so a machine that slows down slows both. */
export function scoreGoal(goal: Goal, rounds: readonly Round[]): Score {
  const { of, to, bound } = goal;
  const ratios = rounds.map((round) => (round[of] ?? Number.NaN) / (round[to] ?? Number.NaN));
  const ratio = quantile(ratios, 0.5);
  const isMet = "atMost" in bound ? ratio <= bound.atMost : ratio >= bound.atLeast;
  return { goal, ratio, quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)], isMet };
}
