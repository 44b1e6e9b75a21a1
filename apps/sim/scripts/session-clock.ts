import type { WallClock } from "../src/screen/create-pacer.ts";

/** A wall clock of its own, so that a session takes no time and is the same on every machine. */
export interface SessionClock extends WallClock {
  /**
   * Lets time go by, one timer after another, while the rehearsal is held.
   *
   * @param isHeld whether nothing happens until a timer fires
   */
  run(isHeld: () => boolean, isOver: () => boolean): Promise<void>;
}

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

export function createSessionClock(): SessionClock {
  let nowMs = 0;
  const timers = new Set<Timer>();
  const first = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>(
      (soonest, timer) => (soonest !== undefined && soonest.atMs <= timer.atMs ? soonest : timer),
      undefined,
    );
  return {
    nowMs: () => nowMs,
    after: (durationMs, run) => {
      const timer = { atMs: nowMs + durationMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    run: async (isHeld, isOver) => {
      while (!isOver()) {
        await nextTurn();
        const timer = isHeld() ? first() : undefined;
        if (timer === undefined) continue;
        timers.delete(timer);
        nowMs = timer.atMs;
        timer.run();
      }
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
