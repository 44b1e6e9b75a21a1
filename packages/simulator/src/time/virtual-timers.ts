import type { Deadline } from "@switchyard/contract";
import type { Timeline } from "./timeline.ts";

/** Resolves after `durationMs` of virtual time; rejects with the signal's reason before. */
export function virtualSleep(
  timeline: Timeline,
  durationMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal === undefined) {
      timeline.after(durationMs, resolve);
      return;
    }
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = timeline.after(durationMs, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** A signal that aborts in `durationMs` of virtual time, with a `TimeoutError`. */
export function virtualDeadline(timeline: Timeline, durationMs: number): Deadline {
  const controller = new AbortController();
  const cancel = timeline.after(durationMs, () => {
    // Made only when time is really over: an error with its stack costs as much as ten timers.
    controller.abort(new DOMException(`${durationMs} ms are over`, "TimeoutError"));
  });
  return { signal: controller.signal, cancel };
}
