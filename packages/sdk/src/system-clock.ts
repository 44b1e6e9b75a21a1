import type { Clock } from "@switchyard/contract";

/** The longest time a Node timer can wait; a longer one would fire at once. */
const TIMER_MS_MAX = 2_147_483_647;

/**
 * The machine's own time. A sleep never ends early; a deadline never waits longer than asked, up
 * to the event loop's own lag. An ask in flight keeps the process alive.
 */
export function createSystemClock(): Clock {
  return {
    nowMs: () => performance.now(),
    epochMs: () => Date.now(),
    sleep,
    deadline: (durationMs) => {
      const controller = new AbortController();
      const timer = setTimeout(
        () => controller.abort(new DOMException("The time is over.", "TimeoutError")),
        Math.min(Math.floor(durationMs), TIMER_MS_MAX),
      );
      return { signal: controller.signal, cancel: () => clearTimeout(timer) };
    },
  };
}

function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.min(Math.ceil(durationMs), TIMER_MS_MAX),
    );
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
