/** Chance as an argument. Draws are keyed, so the order of use cannot change one. */
export interface Rng {
  /** An independent stream that depends on this one's seed and `key` alone. */
  fork(key: string): Rng;
  /** The next number of this stream, in [0, 1). */
  float(): number;
}
