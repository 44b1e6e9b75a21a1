import type { Pace } from "../time/pace.ts";

/** A pace that holds nothing any more once `signal` is aborted, so that an end is never waited for. */
export function paceUntilAbort(pace: Pace, signal: AbortSignal | undefined): Pace {
  if (signal === undefined) return pace;
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return {
    beforeEvent(atMs) {
      if (signal.aborted) return undefined;
      const hold = pace.beforeEvent(atMs);
      return hold === undefined ? undefined : Promise.race([hold, aborted]);
    },
  };
}
