/**
 * Parts of a rolling window: 60 whole ones and the one that is filling. Spend is forgotten a part
 * at a time, so it counts for the window's length and for up to a sixtieth longer, never shorter.
 */
export const ROLLING_PARTS = 60;

/** The number, counted from 1970, of the part that an instant falls in. */
export function rollingPartAt(durationMs: number, atMs: number): number {
  return Math.floor(atMs / (durationMs / ROLLING_PARTS));
}
