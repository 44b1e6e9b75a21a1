import type { Clock } from "@switchyard/contract";

/** A clock that a test moves, for what has deadlines and never sleeps. */
export interface HandClock extends Clock {
  /** Lets time pass; the deadlines that are reached abort. */
  readonly pass: (durationMs: number) => void;
}

export function createHandClock(): HandClock {
  let nowMs = 0;
  const deadlines = new Map<AbortController, number>();
  return {
    nowMs: () => nowMs,
    epochMs: () => nowMs,
    sleep: () => Promise.reject(new Error("This clock has no sleep.")),
    deadline: (durationMs) => {
      const controller = new AbortController();
      deadlines.set(controller, nowMs + durationMs);
      return { signal: controller.signal, cancel: () => deadlines.delete(controller) };
    },
    pass: (durationMs) => {
      nowMs += durationMs;
      for (const [controller, atMs] of deadlines)
        if (atMs <= nowMs) controller.abort(new DOMException("The time is over.", "TimeoutError"));
    },
  };
}
