import type { EventSink, SwitchyardEvent } from "@switchyard/contract";

/** A sink that hands each event to a function. */
export interface CallbackSink extends EventSink {
  /** Events at which the function threw or rejected. */
  readonly dropped: number;
}

/**
 * Hands each event to `callback`, in order, while the ask goes on. What the callback throws, or
 * rejects with, goes no further; it is counted.
 *
 * The ask waits for what the callback does before it returns, and for nothing after. Nor does the
 * sink wait for a promise: for work that takes time, `createBatchingSink` has a bound.
 */
export function createCallbackSink(
  callback: (event: SwitchyardEvent) => void | Promise<void>,
): CallbackSink {
  let dropped = 0;
  const onFailure = (): void => {
    dropped += 1;
  };
  return {
    get dropped() {
      return dropped;
    },
    record: (event) => {
      try {
        callback(event)?.then(undefined, onFailure);
      } catch {
        onFailure();
      }
    },
  };
}
