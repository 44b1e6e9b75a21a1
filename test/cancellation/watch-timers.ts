import type { AsyncLocalStorage } from "node:async_hooks";
import type { VirtualClock } from "@switchyard/simulator";

/** What an ask waits for on the clock at one instant. */
export interface Timers {
  readonly sleeps: number;
  readonly deadlines: number;
}

export interface WatchedClock extends VirtualClock {
  /** Timers that are set and neither over nor cancelled, by the ask that set them. */
  timersOf(askId: string): Timers;
}

/** A clock that knows whose each timer is: the ask in whose asynchronous context it was set. */
export function watchTimers(
  clock: VirtualClock,
  asks: Pick<AsyncLocalStorage<string>, "getStore">,
): WatchedClock {
  const sleeps: string[] = [];
  const deadlines: string[] = [];
  const set = (timers: string[]): (() => void) => {
    const owner = asks.getStore() ?? "nobody";
    timers.push(owner);
    let isSet = true;
    return () => {
      if (isSet) timers.splice(timers.indexOf(owner), 1);
      isSet = false;
    };
  };
  return {
    ...clock,
    sleep: (durationMs, signal) => {
      const over = set(sleeps);
      const sleep = clock.sleep(durationMs, signal);
      sleep.then(over, over);
      return sleep;
    },
    deadline: (durationMs) => {
      const over = set(deadlines);
      const { signal, cancel } = clock.deadline(durationMs);
      signal.addEventListener("abort", over, { once: true });
      return {
        signal,
        cancel: () => {
          over();
          cancel();
        },
      };
    },
    timersOf: (askId) => ({
      sleeps: sleeps.filter((owner) => owner === askId).length,
      deadlines: deadlines.filter((owner) => owner === askId).length,
    }),
  };
}
