import type { Clock } from "@switchyard/contract";

/** One timer that is set anew, and rings once. */
export interface Alarm {
  /** Rings in this time, in place of what was set before. */
  set(durationMs: number, onRing: (reason: unknown) => void): void;
  cancel(): void;
}

/** An alarm that is not set. */
export function createAlarm(clock: Pick<Clock, "deadline">): Alarm {
  let cancel = (): void => {};
  return {
    set: (durationMs, onRing) => {
      cancel();
      const deadline = clock.deadline(durationMs);
      cancel = deadline.cancel;
      const { signal } = deadline;
      signal.addEventListener("abort", () => onRing(signal.reason), { once: true });
    },
    cancel: () => cancel(),
  };
}
