import { ConfigurationError } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";

export interface AtDay {
  /**
   * The UTC day whose prices and sunsets hold, `YYYY-MM-DD`. Default: the catalogue's `asOf`, so
   * that a test says the same on every day.
   */
  readonly day?: string;
}

/** The first instant of the day, epoch milliseconds. */
export function dayOf({ catalog }: LoadedBundle, { day = catalog.document.asOf }: AtDay): number {
  const atMs = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new ConfigurationError(`${day} is no day. Write year, month and day as 2026-11-24.`);
  }
  return atMs;
}
