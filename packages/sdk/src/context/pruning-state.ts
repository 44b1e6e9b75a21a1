import type { ScoreSource } from "../judge/score-book.ts";

/** Whether a route's contexts are pruned, by how answers to pruned ones did. */
export type PruningState =
  | { readonly phase: "on"; readonly tallies: Readonly<Partial<Record<ScoreSource, Tally>>> }
  | { readonly phase: "off"; readonly untilMs: number };

interface Tally {
  readonly count: number;
  readonly mean: number;
}

/** A state after something happened, and what is seen of it, if anything is. */
export interface PruningTurn {
  readonly state: PruningState;
  readonly change?: { readonly to: "on" | "off"; readonly cause: string };
}

/** Pruning begins without a score. */
export const PRUNING: PruningState = { phase: "on", tallies: {} };

/**
 * Scores of one source before they tell anything. A route a tenth below its floor in the share of
 * good answers shows it in 30 with some 90%.
 */
export const SCORES_MIN = 30;
/** How near the floor a route's quality may come: half of what a `constrained` rung gives away. */
export const FLOOR_MARGIN = 0.02;
/** How long pruning stays off. Then it is tried anew. */
export const OFF_MS: number = 15 * 60_000;
/** A score weighs at least so much in its mean, so that old ones fade. */
const WEIGHT_MIN = 1 / 200;

/**
 * Counts the score of an answer to a pruned context. The mean of any one source that comes within
 * {@link FLOOR_MARGIN} of the floor turns pruning off.
 *
 * @param score 0 to 1
 * @param floor the route's quality floor; where it is unmeasured there is nothing to fall to
 */
export function scorePruned(
  state: PruningState,
  { score, source }: { readonly score: number; readonly source: ScoreSource },
  floor: number | "unmeasured",
  nowMs: number,
): PruningTurn {
  if (state.phase === "off" || floor === "unmeasured") return { state };
  const { count, mean } = state.tallies[source] ?? { count: 0, mean: 0 };
  const weight = Math.max(WEIGHT_MIN, 1 / (count + 1));
  const tally: Tally = { count: count + 1, mean: mean + (score - mean) * weight };
  const lowest = floor + FLOOR_MARGIN;
  if (tally.count < SCORES_MIN || tally.mean >= lowest)
    return { state: { phase: "on", tallies: { ...state.tallies, [source]: tally } } };
  const cause = `${source} scores of pruned asks fell to ${tally.mean.toFixed(3)}, and ${lowest.toFixed(3)} is the least beside a floor of ${floor}`;
  return { state: { phase: "off", untilMs: nowMs + OFF_MS }, change: { to: "off", cause } };
}

/** Turns pruning on again where its time off is over. */
export function resumePruning(state: PruningState, nowMs: number): PruningTurn {
  if (state.phase === "on" || nowMs < state.untilMs) return { state };
  return { state: PRUNING, change: { to: "on", cause: "off for its time, now tried anew" } };
}
