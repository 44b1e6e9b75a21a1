import { toMicroseconds } from "../events/event-emitter.ts";
import type { StreamTimes } from "../health/stream-book.ts";

/** Measures how one call's answer comes. Times are milliseconds since the call began. */
export interface StreamTimer {
  /** A part came. */
  hear(atMs: number): void;
  /** What there is to tell of a call that ends now. */
  read(atMs: number): StreamTimes;
}

/** A timer that has heard nothing. */
export function createStreamTimer(): StreamTimer {
  let firstTokenMs: number | undefined;
  let lastAtMs = 0;
  let longestMs = 0;
  const silenceAt = (atMs: number): number => Math.max(longestMs, toMicroseconds(atMs - lastAtMs));
  return {
    hear: (atMs) => {
      if (firstTokenMs === undefined) firstTokenMs = atMs;
      else longestMs = silenceAt(atMs);
      lastAtMs = atMs;
    },
    read: (atMs) =>
      firstTokenMs === undefined ? { silenceMs: 0 } : { firstTokenMs, silenceMs: silenceAt(atMs) },
  };
}
