import { ROLLING_PARTS, rollingPartAt } from "./rolling-parts.ts";

/**
 * Money spent and held in one window of one budget, in whole micro-US-dollars. A plain record: its
 * numbers change in place, at every call.
 */
export interface WindowBook {
  /** Held for attempts that have not ended. */
  reservedMicroUsd: number;
  /** Spent in the window as it stood at the last call. */
  spentMicroUsd: number;
  /** Absent in a day or a month: that only fills. */
  readonly rolling: RollingSpend | undefined;
}

/**
 * The last `durationMs`, in 60 whole parts and the one that is filling: spend counts for the
 * window's length and for up to a sixtieth longer, never shorter, so a cap holds over every window.
 *
 * Should the wall clock step back, spend is booked in the newest part known.
 */
interface RollingSpend {
  readonly durationMs: number;
  /** By the part's number, modulo the length. */
  readonly parts: Float64Array;
  newest: number;
}

export function createCalendarBook(): WindowBook {
  return { reservedMicroUsd: 0, spentMicroUsd: 0, rolling: undefined };
}

export function createRollingBook(durationMs: number): WindowBook {
  const rolling = { durationMs, parts: new Float64Array(ROLLING_PARTS + 1), newest: 0 };
  return { reservedMicroUsd: 0, spentMicroUsd: 0, rolling };
}

/** Spent in the window as it stands at an instant. */
export function spentMicroUsdAt(book: WindowBook, atMs: number): number {
  if (book.rolling !== undefined) book.spentMicroUsd -= forget(book.rolling, atMs);
  return book.spentMicroUsd;
}

/** Books spend at an instant. */
export function post(book: WindowBook, amountMicroUsd: number, atMs: number): void {
  book.spentMicroUsd = spentMicroUsdAt(book, atMs) + amountMicroUsd;
  if (book.rolling === undefined) return;
  const { parts, newest } = book.rolling;
  const slot = newest % parts.length;
  parts[slot] = (parts[slot] ?? 0) + amountMicroUsd;
}

/** Empties the parts that have left the window at an instant, and says what was in them. */
function forget(rolling: RollingSpend, atMs: number): number {
  const { durationMs, parts, newest } = rolling;
  const part = rollingPartAt(durationMs, atMs);
  if (part <= newest) return 0;
  let forgottenMicroUsd = 0;
  for (let index = Math.max(newest + 1, part - ROLLING_PARTS); index <= part; index += 1) {
    forgottenMicroUsd += parts[index % parts.length] ?? 0;
    parts[index % parts.length] = 0;
  }
  rolling.newest = part;
  return forgottenMicroUsd;
}
