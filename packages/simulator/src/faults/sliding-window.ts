import { roundMs } from "../time/round-ms.ts";
import type { RateWindow } from "./fault-effect.ts";

/** Counts calls, or something of them, in the last 60 seconds. Instants must not go back. */
export interface SlidingWindow {
  /** Whether so many places are free. */
  hasRoom(atMs: number, places: number): boolean;
  /** Takes places where they are free. */
  admit(atMs: number, places?: number): boolean;
  /** How it stands. */
  standing(atMs: number): RateWindow;
}

const WINDOW_MS = 60_000;

/** Below this many expired instants a copy costs more than it frees. */
const COMPACT_FROM = 64;

interface Admission {
  readonly atMs: number;
  readonly places: number;
}

/**
 * A limit over a sliding minute. Refused calls take no place, so a caller that keeps
 * knocking gets through at the limit's rate and is not shut out for ever.
 */
export function createSlidingWindow(limit: number): SlidingWindow {
  let admitted: Admission[] = [];
  let oldest = 0;
  let taken = 0;

  function expire(atMs: number): void {
    for (let first = admitted[oldest]; first !== undefined; first = admitted[oldest]) {
      if (atMs - first.atMs < WINDOW_MS) break;
      taken -= first.places;
      oldest += 1;
    }
    if (oldest < COMPACT_FROM || oldest * 2 < admitted.length) return;
    admitted = admitted.slice(oldest);
    oldest = 0;
  }

  function hasRoom(atMs: number, places: number): boolean {
    expire(atMs);
    return taken + places <= limit;
  }

  return {
    hasRoom,
    admit(atMs, places = 1) {
      if (!hasRoom(atMs, places)) return false;
      admitted.push({ atMs, places });
      taken += places;
      return true;
    },
    standing(atMs) {
      expire(atMs);
      const first = admitted[oldest];
      return {
        requestsPerMinute: limit,
        remaining: limit - taken,
        resetMs: first === undefined ? 0 : roundMs(first.atMs + WINDOW_MS - atMs),
      };
    },
  };
}
