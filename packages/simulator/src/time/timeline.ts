import { createEventHeap, type HeapEntry } from "./event-heap.ts";
import { roundMs } from "./round-ms.ts";

/** Virtual time and what is to happen in it. */
export interface Timeline {
  /** Virtual milliseconds since the start. */
  nowMs(): number;
  /** The key of the event that runs; empty between runs. */
  currentKey(): string;
  /** Adds an event; the past means now. Returns an idempotent cancel. */
  schedule(atMs: number, key: string, run: () => void): () => void;
  /** Adds an event under the current key. A negative duration means now. */
  after(durationMs: number, run: () => void): () => void;
  /** The next event. */
  peek(): HeapEntry | undefined;
  /** Jumps to the next event and runs it. False: there was none. */
  step(): boolean;
  /** Forgets the current key. */
  pause(): void;
  /** Events to come. */
  size(): number;
  /** Events added and cancelled so far. */
  changes(): number;
}

/** Makes a timeline at zero. Times are rounded to the microsecond. */
export function createTimeline(): Timeline {
  const heap = createEventHeap();
  let nowMs = 0;
  let currentKey = "";
  let changes = 0;

  function schedule(atMs: number, key: string, run: () => void): () => void {
    if (!Number.isFinite(atMs)) {
      throw new RangeError(`${atMs} is no instant; give finite milliseconds`);
    }
    const entry = heap.add(Math.max(nowMs, roundMs(atMs)), key, run);
    changes += 1;
    return () => {
      heap.cancel(entry);
      changes += 1;
    };
  }

  return {
    nowMs: () => nowMs,
    currentKey: () => currentKey,
    schedule,
    // The key is inherited from the event that is running: one turn after each event means that
    // whatever sleeps now does so because of it, however many microtasks lie in between.
    after: (durationMs, run) => schedule(nowMs + Math.max(0, durationMs), currentKey, run),
    peek: heap.peek,
    step() {
      const taken = heap.take();
      if (taken === undefined) return false;
      nowMs = taken.entry.atMs;
      currentKey = taken.entry.key;
      taken.run();
      return true;
    },
    pause() {
      currentKey = "";
    },
    size: heap.size,
    changes: () => changes,
  };
}
