import type { Clock } from "@switchyard/contract";
import { runEvents } from "./event-loop.ts";
import type { Pace } from "./pace.ts";
import { roundMs } from "./round-ms.ts";
import { createTimeline } from "./timeline.ts";
import { virtualDeadline, virtualSleep } from "./virtual-timers.ts";

export interface VirtualClockOptions {
  /** Wall clock at virtual zero, milliseconds since 1970 (UTC). */
  readonly epochMs: number;
  /** Default: go on at once. */
  readonly pace?: Pace;
  /**
   * Turns of the real event loop granted after each event, 1 or more. Default 1. With every
   * further turn nothing may change; a test that compares logs proves it.
   */
  readonly turnsPerEvent?: number;
  /**
   * Asked around each event: whether all that it causes happens in microtasks, so that it needs no
   * turn. Ignored when more turns than one are granted. Default: never.
   */
  readonly settlesInMicrotasks?: () => boolean;
  /**
   * Looks after each event for work outside virtual time, at several turns each. Default: false.
   */
  readonly isStrict?: boolean;
  /** Events at one instant after which time is taken to stand still. Default 1,000,000. */
  readonly eventsPerInstantMax?: number;
}

/**
 * A clock that jumps from event to event. Times are rounded to the microsecond.
 *
 * Events of one instant run in (key, sequence) order. What is put to sleep while an event runs
 * takes that event's key: give each request's first event the request's id, and ties are broken
 * by request, not by how many microtasks a library happens to need.
 */
export interface VirtualClock extends Clock {
  /**
   * Calls `run` at `atMs` (virtual; the past means now).
   *
   * @returns cancels the event; idempotent
   */
  schedule(atMs: number, key: string, run: () => void): () => void;
  /**
   * Runs events until none is left or `until` says so, asked between events.
   *
   * @throws {SimDeadlock} tracked tasks wait for what no event can bring, or time stands still
   * @throws {SimEscape} in strict mode: work went on outside virtual time
   */
  run(until?: () => boolean): Promise<void>;
  /** Names a task that has to end before time runs out of events. Returns the task. */
  track<T>(task: Promise<T>, name?: string): Promise<T>;
  /** Events to come, without the cancelled ones. */
  scheduled(): number;
}

/** Makes a virtual clock at zero. */
export function createVirtualClock(options: VirtualClockOptions): VirtualClock {
  const timeline = createTimeline();
  const tasks = new Map<object, string>();
  let isRunning = false;
  return {
    nowMs: timeline.nowMs,
    epochMs: () => roundMs(options.epochMs + timeline.nowMs()),
    sleep: (durationMs, signal) => virtualSleep(timeline, durationMs, signal),
    deadline: (durationMs) => virtualDeadline(timeline, durationMs),
    schedule: timeline.schedule,
    async run(until = () => false) {
      if (isRunning) throw new Error("The clock runs already; await the first run()");
      isRunning = true;
      try {
        await runEvents({ timeline, tasks, until, ...options });
      } finally {
        isRunning = false;
        timeline.pause();
      }
    },
    track(task, name = timeline.currentKey()) {
      const mark = {};
      tasks.set(mark, name);
      const end = (): void => {
        tasks.delete(mark);
      };
      task.then(end, end);
      return task;
    },
    scheduled: timeline.size,
  };
}
