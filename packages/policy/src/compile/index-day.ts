import { countUpTo } from "../plan/thresholds.ts";
import { DAY_MS, utcDay } from "../price/utc-day.ts";

/**
 * Makes a function from an instant to how many of ascending UTC days have begun. It remembers the
 * last day asked for: instants mostly come from the same one.
 */
export function createDayIndex(days: readonly string[]): (epochMs: number) => number {
  let lastDay = Number.NaN;
  let lastIndex = 0;
  return (epochMs) => {
    const day = Math.floor(epochMs / DAY_MS);
    if (day !== lastDay) {
      lastDay = day;
      lastIndex = countUpTo(days, utcDay(epochMs));
    }
    return lastIndex;
  };
}
