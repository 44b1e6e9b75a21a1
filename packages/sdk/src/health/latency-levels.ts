const LEVEL_MS_MIN = 50;
const STEPS_PER_DOUBLING = 8;
const DOUBLINGS = 14;

/**
 * The levels that an observed latency is told in, in milliseconds, ascending: steps of 2^(1/8),
 * nine percent, from 50 ms to 14 doublings of it (almost 14 minutes), rounded to whole
 * milliseconds. So a decision depends on one of a few states and not on every measured digit.
 */
export const LATENCY_LEVELS_MS: readonly number[] = Array.from(
  { length: DOUBLINGS * STEPS_PER_DOUBLING + 1 },
  (_, index) => Math.round(LEVEL_MS_MIN * 2 ** (index / STEPS_PER_DOUBLING)),
);

/** The index of the lowest level that is no shorter than a latency; of the last for longer ones. */
export function levelIndexOf(latencyMs: number): number {
  const steps = Math.ceil(Math.log2(Math.max(1, latencyMs / LEVEL_MS_MIN)) * STEPS_PER_DOUBLING);
  // Rounding moves a level by half a millisecond, so the one below or above may be the right one.
  const near = Math.min(LATENCY_LEVELS_MS.length - 1, Math.max(0, steps - 1));
  const found = LATENCY_LEVELS_MS.findIndex(
    (levelMs, index) => index >= near && levelMs >= latencyMs,
  );
  return found === -1 ? LATENCY_LEVELS_MS.length - 1 : found;
}
