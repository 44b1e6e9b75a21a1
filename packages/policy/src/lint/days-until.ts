import { DAY_MS } from "../price/utc-day.ts";

/** Whole days from one UTC day to another, both `YYYY-MM-DD`; negative when it is past. */
export function daysUntil(day: string, from: string): number {
  return Math.round((Date.parse(day) - Date.parse(from)) / DAY_MS);
}
