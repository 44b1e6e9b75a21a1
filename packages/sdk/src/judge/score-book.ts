import { createRecentMap } from "./recent-map.ts";
import { wilsonLowerBound } from "./wilson-bound.ts";

/** Who scored: a gate (1 passed, 0 failed), a judge, or the application's feedback. */
export type ScoreSource = "gate" | "judge" | "feedback";

/** One score of one answer. */
export interface ScoreRecord {
  readonly route: string;
  /** The endpoint's model, such as `openai/gpt-6-sol@low`. */
  readonly model: string;
  /** 0 to 1. */
  readonly score: number;
  readonly source: ScoreSource;
}

/** Quality of one model on one route as one source sees it. Figures have six decimals. */
export interface QualityScore {
  readonly route: string;
  readonly model: string;
  readonly source: ScoreSource;
  /** All scores ever recorded. */
  readonly count: number;
  /** Their mean, recent ones weighing more. */
  readonly mean: number;
  /** Lower end of the mean's 95% interval, as `scores` of a catalogue are. */
  readonly lowerBound: number;
}

/**
 * Quality as observed, per route and model: a model that plans well may summarise badly. Sources
 * are not mixed: that an answer passes its gates says less than a judge's score, and would drown it.
 */
export interface ScoreBook {
  record(score: ScoreRecord): void;
  /** Every entry, in the order of route, model and source. */
  read(): readonly QualityScore[];
}

/**
 * Recorded scores after which one weighs half. Long enough for a 95% interval of ±0.025 about a
 * mean of 0.9 (577 scores in effect), short enough that a silent change of a model shows within
 * some hundred answers.
 */
export const HALF_LIFE_SCORES = 200;

const DECAY = 2 ** (-1 / HALF_LIFE_SCORES);

/** Entries kept, at least: those recorded last. A policy of 100 routes and 20 models fits. */
const ENTRIES_MIN = 6_000;

interface Tally {
  readonly route: string;
  readonly model: string;
  readonly source: ScoreSource;
  readonly count: number;
  /** Sums of weight, squared weight, and weighted score. */
  readonly weight: number;
  readonly squaredWeight: number;
  readonly weighted: number;
}

/** A book without scores. Each entry is a few numbers, however many scores it has seen. */
export function createScoreBook(): ScoreBook {
  const tallies = createRecentMap<Tally>(ENTRIES_MIN);
  return {
    record: ({ route, model, score, source }) => {
      // No name has a line break, and one sorts before every character that a name has.
      const key = `${route}\n${model}\n${source}`;
      const { count, weight, squaredWeight, weighted } = tallies.get(key) ?? NONE;
      tallies.set(key, {
        route,
        model,
        source,
        count: count + 1,
        weight: weight * DECAY + 1,
        squaredWeight: squaredWeight * DECAY * DECAY + 1,
        weighted: weighted * DECAY + score,
      });
    },
    read: () =>
      tallies
        .entries()
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([, tally]) => toScore(tally)),
  };
}

const NONE = { count: 0, weight: 0, squaredWeight: 0, weighted: 0 } as const;

function toScore(tally: Tally): QualityScore {
  const { route, model, source, count, weight, squaredWeight, weighted } = tally;
  const mean = Math.min(1, weighted / weight);
  // Kish's effective sample size ("Survey Sampling", 1965): as many equal weights tell as much.
  const effectiveCount = (weight * weight) / squaredWeight;
  const lowerBound = wilsonLowerBound(mean, effectiveCount);
  return { route, model, source, count, mean: round(mean), lowerBound: round(lowerBound) };
}

function round(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}
