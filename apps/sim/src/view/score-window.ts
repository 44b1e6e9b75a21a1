/** The window slides in steps of this many virtual milliseconds. */
const SLICE_MS = 5_000;
/** Twelve slices: the last minute of virtual time. */
const SLICES = 12;

interface ScoreSlice {
  readonly index: number;
  readonly sum: number;
  readonly count: number;
}

/** Scores of answers in the last minute, in slices; newest last. */
export type ScoreWindow = readonly ScoreSlice[];

/** The window with one more score, 0 to 1, and without the slices that are too old. */
export function addScore(window: ScoreWindow, atMs: number, score: number): ScoreWindow {
  const index = Math.floor(atMs / SLICE_MS);
  const last = window.at(-1);
  if (last?.index === index) {
    return [...window.slice(0, -1), { index, sum: last.sum + score, count: last.count + 1 }];
  }
  return [...recent(window, index), { index, sum: score, count: 1 }];
}

/** The mean score of the last minute as seen at an instant; undefined: nothing was scored. */
export function meanScore(window: ScoreWindow, atMs: number): number | undefined {
  const slices = recent(window, Math.floor(atMs / SLICE_MS));
  const count = slices.reduce((all, slice) => all + slice.count, 0);
  return count === 0 ? undefined : slices.reduce((all, { sum }) => all + sum, 0) / count;
}

function recent(window: ScoreWindow, index: number): ScoreWindow {
  return window.filter((slice) => slice.index > index - SLICES);
}
