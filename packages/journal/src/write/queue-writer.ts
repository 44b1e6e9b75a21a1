import type { JournalTarget, WriteFailure } from "./journal-target.ts";
import { createLineQueue } from "./line-queue.ts";

/** Lines on their way to a target, one write at a time. */
export interface QueueWriter {
  /** Takes a line without its line end; false: there is no room, and it was not taken. */
  push(line: string, period: number): boolean;
  /** Resolves when every line taken before is written, or told as failed. Never rejects. */
  drained(): Promise<void>;
}

/** Who waits until so many of the lines taken are written or lost. */
interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
}

export interface QueueWriterOptions {
  readonly bytesMax: number;
  readonly chunkBytesMax: number;
  /** Told after each write. It must not throw. */
  readonly onWritten: (failure: WriteFailure | undefined) => void;
}

/** Begins to write when a line comes, and rests when there is none. */
export function createQueueWriter(
  target: JournalTarget,
  { bytesMax, chunkBytesMax, onWritten }: QueueWriterOptions,
): QueueWriter {
  const queue = createLineQueue(bytesMax, chunkBytesMax);
  const waiters: Waiter[] = [];
  let taken = 0;
  let handled = 0;
  let isWriting = false;

  const writeAll = async (): Promise<void> => {
    // What is recorded in the same turn of the event loop goes out together.
    await Promise.resolve();
    for (let chunk = queue.take(); chunk !== undefined; chunk = queue.take()) {
      onWritten(await target.write(chunk));
      handled += chunk.lines;
      while ((waiters[0]?.upTo ?? Infinity) <= handled) waiters.shift()?.resolve();
    }
    isWriting = false;
  };

  return {
    push: (line, period) => {
      if (!queue.push(line, period)) return false;
      taken += 1;
      if (!isWriting) void writeAll();
      isWriting = true;
      return true;
    },
    drained: () =>
      new Promise((resolve) => {
        if (handled === taken) resolve();
        else waiters.push({ upTo: taken, resolve });
      }),
  };
}
