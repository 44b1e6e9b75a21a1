import type { Rng } from "@switchyard/contract";

/**
 * Draws one of `choices` in proportion to its weight. Takes one number of `rng`.
 *
 * @param choices pairs of value and weight, at least one; weights are 0 or more, not all 0
 */
export function pickWeighted<T>(rng: Rng, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = rng.float() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  throw new RangeError("pickWeighted needs a choice whose weight is above 0");
}
