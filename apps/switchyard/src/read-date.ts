import { InvalidArgumentError } from "commander";

/** Reads `--date` as its first instant, epoch milliseconds. */
export function readDate(text: string): number {
  const epochMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(epochMs) && new Date(epochMs).toISOString().startsWith(text)) return epochMs;
  throw new InvalidArgumentError("Give a day as YYYY-MM-DD, such as --date 2026-12-01.");
}
