import { strict as assert } from "node:assert";
import type { EventSink, SwitchyardEvent } from "@switchyard/contract";

/** Defaults of OpenTelemetry's batch processor, which does the same for spans. */
const QUEUE_MAX = 2_048;
const BATCH_MAX = 512;

export interface BatchingOptions {
  /** Events that wait while a batch is under way, at least 1. Default: 2,048. */
  readonly queueMax?: number;
  /** Events of one batch, at least 1. Default: 512. */
  readonly batchMax?: number;
}

/** A sink with a bounded queue before a consumer that takes its time. */
export interface BatchingSink extends EventSink {
  /** Events that found the queue full, and those of batches that failed. */
  readonly dropped: number;
  /** Resolves when every event recorded so far is delivered or dropped. Never rejects. */
  flush(): Promise<void>;
}

/**
 * Delivers events in batches, one batch at a time, in order. While one is under way, events wait;
 * so a quick consumer has small batches at once, and a slow one large ones. No timer is needed.
 *
 * The queue is bounded: when it is full the newest event is dropped, so what is delivered is
 * without holes up to there. A batch that `deliver` throws at, or rejects, is dropped too: whether
 * to try again is for `deliver` to say. Neither reaches an ask.
 *
 * @param deliver takes a batch; its synchronous part runs in the asks' own thread. It must settle
 *   in the end: while it does not, nothing is delivered and `flush` waits
 */
export function createBatchingSink(
  deliver: (batch: readonly SwitchyardEvent[]) => Promise<void>,
  { queueMax = QUEUE_MAX, batchMax = BATCH_MAX }: BatchingOptions = {},
): BatchingSink {
  assertBound("queueMax", queueMax);
  assertBound("batchMax", batchMax);
  let queue: SwitchyardEvent[] = [];
  let dropped = 0;
  let underway: Promise<void> | undefined;

  const deliverAll = async (): Promise<void> => {
    // Events of the same turn make one batch.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue.slice(0, batchMax);
      queue = queue.slice(batchMax);
      try {
        await deliver(batch);
      } catch {
        dropped += batch.length;
      }
    }
    underway = undefined;
  };
  return {
    get dropped() {
      return dropped;
    },
    record: (event) => {
      if (queue.length >= queueMax) {
        dropped += 1;
        return;
      }
      queue.push(event);
      underway ??= deliverAll();
    },
    flush: () => underway ?? Promise.resolve(),
  };
}

function assertBound(name: string, value: number): void {
  assert(
    Number.isSafeInteger(value) && value >= 1,
    `${name} is ${value}; a batching sink needs a whole number of events, at least 1.`,
  );
}
