import { roundMs } from "../time/round-ms.ts";
import type { RateWindow } from "./fault-effect.ts";

/** Counts calls in the last 60 seconds. Instants must not go back. */
export interface SlidingWindow {
  /** Takes a place where one is free. */
  admit(atMs: number): boolean;
  /** How it stands. */
  standing(atMs: number): RateWindow;
}

const WINDOW_MS = 60_000;

/** Below this many expired instants a copy costs more than it frees. */
const COMPACT_FROM = 64;

/**
 * A request limit over a sliding minute. Refused calls take no place, so a caller that keeps
 * knocking gets through at the limit's rate and is not shut out for ever.
 */
export function createSlidingWindow(requestsPerMinute: number): SlidingWindow {
  let admittedAtMs: number[] = [];
  let oldest = 0;

  function expire(atMs: number): void {
    while (atMs - (admittedAtMs[oldest] ?? Number.POSITIVE_INFINITY) >= WINDOW_MS) oldest += 1;
    if (oldest < COMPACT_FROM || oldest * 2 < admittedAtMs.length) return;
    admittedAtMs = admittedAtMs.slice(oldest);
    oldest = 0;
  }

  return {
    admit(atMs) {
      expire(atMs);
      if (admittedAtMs.length - oldest >= requestsPerMinute) return false;
      admittedAtMs.push(atMs);
      return true;
    },
    standing(atMs) {
      expire(atMs);
      const oldestAtMs = admittedAtMs[oldest];
      return {
        requestsPerMinute,
        remaining: requestsPerMinute - (admittedAtMs.length - oldest),
        resetMs: oldestAtMs === undefined ? 0 : roundMs(oldestAtMs + WINDOW_MS - atMs),
      };
    },
  };
}
