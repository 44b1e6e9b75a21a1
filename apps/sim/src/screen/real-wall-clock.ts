import type { WallClock } from "./create-pacer.ts";

/** The machine's monotonic clock. */
export const REAL_WALL_CLOCK: WallClock = {
  nowMs: () => performance.now(),
  after: (durationMs, run) => {
    // A timer holds at most 2^31 ms; the pace is asked again when it fires.
    const timer = setTimeout(run, Math.min(durationMs, 2_147_483_647));
    return () => clearTimeout(timer);
  },
};
