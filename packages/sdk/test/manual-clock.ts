import type { Clock } from "@switchyard/contract";

/** A clock that a test moves. */
export interface ManualClock extends Clock {
  /** Timers that wait to ring. */
  readonly timersSet: number;
  /** Lets time pass, timer by timer, until the work is done; then waits no longer. */
  finish<Value>(work: Promise<Value>): Promise<Value>;
  /** Lets this much time pass. */
  pass(durationMs: number): Promise<void>;
  /** Lets time pass while the process stands still: what was due rings after it. */
  freeze(durationMs: number): void;
  /** Sets the wall clock forward or back; no time passes. */
  jump(byMs: number): void;
}

interface Timer {
  readonly atMs: number;
  readonly ring: () => void;
}

/** 2026-11-24T12:00:00Z. */
const START_EPOCH_MS = 1_795_521_600_000;
/** A test that needs more timers than this hangs. */
const TIMERS_MAX = 10_000;

/** Starts at an instant that is no round number, as monotonic clocks do. */
export function createManualClock(): ManualClock {
  const startMs = 1_234.5;
  let nowMs = startMs;
  let jumpedMs = 0;
  const timers = new Set<Timer>();

  const set = (durationMs: number, ring: () => void): (() => void) => {
    const timer = { atMs: nowMs + durationMs, ring };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const ringNext = (untilMs: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers) if (next === undefined || timer.atMs < next.atMs) next = timer;
    if (next === undefined || next.atMs > untilMs) return false;
    timers.delete(next);
    nowMs = Math.max(nowMs, next.atMs);
    next.ring();
    return true;
  };
  return {
    get timersSet() {
      return timers.size;
    },
    nowMs: () => nowMs,
    epochMs: () => START_EPOCH_MS + jumpedMs + nowMs - startMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const cancel = set(durationMs, resolve);
        signal?.addEventListener("abort", () => {
          cancel();
          reject(signal.reason);
        });
      }),
    deadline: (durationMs) => {
      const controller = new AbortController();
      const cancel = set(durationMs, () =>
        controller.abort(new DOMException("The time is over.", "TimeoutError")),
      );
      return { signal: controller.signal, cancel };
    },
    finish: async (work) => {
      let isDone = false;
      const end = (): unknown => (isDone = true);
      work.then(end, end);
      for (let rung = 0; rung < TIMERS_MAX; rung += 1) {
        await microtasksDone();
        if (isDone) return work;
        if (!ringNext(Number.POSITIVE_INFINITY)) break;
      }
      throw new Error("The work waits for something that no timer brings.");
    },
    jump: (byMs) => {
      jumpedMs += byMs;
    },
    freeze: (durationMs) => {
      nowMs += durationMs;
    },
    pass: async (durationMs) => {
      const untilMs = nowMs + durationMs;
      do await microtasksDone();
      while (ringNext(untilMs));
      nowMs = untilMs;
    },
  };
}

/** The event loop turns only when no promise is left to go on. */
export function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
