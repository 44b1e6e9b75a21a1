import type { TraceRow } from "../traces/trace.ts";

/** More clients for a while. */
export interface Surge {
  /** Requests in place of each one. A whole number from 2. */
  readonly times: number;
  /** First virtual millisecond, after `speed`. */
  readonly fromMs: number;
  /** First virtual millisecond that is over. */
  readonly untilMs: number;
}

/**
 * The rows with `times` in place of each one that arrives in the surge: itself, and copies spread
 * evenly to the next arrival. Rows before the surge keep their places, so that nothing of them
 * changes.
 *
 * @param speed by which the rows' instants are divided
 */
export function withSurge(
  rows: readonly TraceRow[],
  { times, fromMs, untilMs }: Surge,
  speed: number,
): readonly TraceRow[] {
  return rows.flatMap((row, index) => {
    const atMs = row.atMs / speed;
    if (atMs < fromMs || atMs >= untilMs) return row;
    const gapMs = Math.min(rows[index + 1]?.atMs ?? row.atMs, untilMs * speed) - row.atMs;
    return Array.from({ length: times }, (_, copy) => ({
      ...row,
      atMs: row.atMs + (gapMs * copy) / times,
    }));
  });
}
