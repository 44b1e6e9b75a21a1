import { ROLLING_PARTS, rollingPartAt } from "./rolling-parts.ts";

/** Money spent and held in one window of one budget, in whole micro-US-dollars. */
export interface WindowBook {
  /** Held for attempts that have not ended. */
  reservedMicroUsd: number;
  /** Spent in the window as it stands at an instant. */
  spentMicroUsdAt(atMs: number): number;
  /** Books spend at an instant. */
  post(amountMicroUsd: number, atMs: number): void;
}

/** A day or a month: it only fills. */
export function createCalendarBook(): WindowBook {
  let spentMicroUsd = 0;
  return {
    reservedMicroUsd: 0,
    spentMicroUsdAt: () => spentMicroUsd,
    post: (amountMicroUsd) => {
      spentMicroUsd += amountMicroUsd;
    },
  };
}

/**
 * The last `durationMs`, in 60 whole parts and the one that is filling: spend counts for the
 * window's length and for up to a sixtieth longer, never shorter, so a cap holds over every window.
 *
 * Should the wall clock step back, spend is booked in the newest part known.
 */
export function createRollingBook(durationMs: number): WindowBook {
  const slots = ROLLING_PARTS + 1;
  const parts = new Float64Array(slots);
  let newest = 0;
  let spentMicroUsd = 0;

  const advance = (atMs: number): void => {
    const part = rollingPartAt(durationMs, atMs);
    const first = Math.max(newest + 1, part - ROLLING_PARTS);
    for (let index = first; index <= part; index += 1) {
      spentMicroUsd -= parts[index % slots] ?? 0;
      parts[index % slots] = 0;
    }
    newest = Math.max(newest, part);
  };
  return {
    reservedMicroUsd: 0,
    spentMicroUsdAt: (atMs) => {
      advance(atMs);
      return spentMicroUsd;
    },
    post: (amountMicroUsd, atMs) => {
      advance(atMs);
      const slot = newest % slots;
      parts[slot] = (parts[slot] ?? 0) + amountMicroUsd;
      spentMicroUsd += amountMicroUsd;
    },
  };
}
