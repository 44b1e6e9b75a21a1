import { meanInterval, type MeanInterval } from "./mean-interval.ts";
import { FIGURE_FACTS, FIGURES, type FigureName } from "./seed-figures.ts";
import type { SeedRun } from "./seed-run.ts";

/** One figure over all seeds of one policy. */
export interface FigureSummary {
  readonly figure: FigureName;
  /** Seeds in which there was something to measure. */
  readonly seeds: number;
  /** Absent without one. */
  readonly interval: MeanInterval | undefined;
}

/** How a figure differs from the other policy's on the same seeds. */
export interface FigureDifference extends FigureSummary {
  /** `unclear`: the interval holds zero, so the seeds do not tell. */
  readonly change: "better" | "worse" | "different" | "same" | "unclear";
}

/** Each figure's mean over seeds, with its interval. */
export function summariseSeeds(runs: readonly SeedRun[]): readonly FigureSummary[] {
  return FIGURES.map((figure) => {
    const values = runs.flatMap(({ figures }) => figures[figure] ?? []);
    return { figure, seeds: values.length, interval: meanInterval(values) };
  });
}

/**
 * Each figure of `runs` less that of `others`, seed by seed. Equal seeds draw equal traffic, faults
 * and answers, so what differs is the policy's doing.
 *
 * @param others in the same order of seeds
 */
export function compareSeeds(
  runs: readonly SeedRun[],
  others: readonly SeedRun[],
): readonly FigureDifference[] {
  return FIGURES.map((figure) => {
    const differences = runs.flatMap(({ figures }, index) => {
      const [mine, theirs] = [figures[figure], others[index]?.figures[figure] ?? null];
      return mine === null || theirs === null ? [] : [mine - theirs];
    });
    const interval = meanInterval(differences);
    return { figure, seeds: differences.length, interval, change: changeOf(figure, interval) };
  });
}

function changeOf(
  figure: FigureName,
  interval: MeanInterval | undefined,
): FigureDifference["change"] {
  if (interval?.low === undefined || interval.high === undefined) return "unclear";
  const { low, high } = interval;
  if (low === 0 && high === 0) return "same";
  if (low <= 0 && high >= 0) return "unclear";
  const { better } = FIGURE_FACTS[figure];
  if (better === "neither") return "different";
  return low > 0 === (better === "more") ? "better" : "worse";
}
