import type { Writable } from "node:stream";
import type { EventSink, SwitchyardEvent } from "@switchyard/contract";
import { eventLine } from "./event-line.ts";

/** 16 MiB: some fifty thousand events. A reader so far behind will not catch up soon. */
const HELD_BYTES_MAX = 16_777_216;

export interface JsonLinesOptions {
  /** Bytes that the stream may hold because its reader is slow. Default: 16 MiB. */
  readonly heldBytesMax?: number;
}

/** A sink that writes events to a stream, one JSON line each. */
export interface JsonLinesSink extends EventSink {
  /** Events not written: the stream held too much, had ended, or failed while it held them. */
  readonly dropped: number;
  /** Resolves when the lines written so far have left the stream, or it has failed. Never rejects. */
  flush(): Promise<void>;
}

/**
 * Writes events to `stream` (standard output, a socket, a pipe) in the journal's format. The stream
 * stays the caller's to end.
 *
 * Never blocks: while more than `heldBytesMax` wait in the stream, the newest events are dropped
 * and counted, so what is written is whole lines in order. A stream that fails is written to no
 * more; its error is taken here, because telemetry must not end the process.
 */
export function createJsonLinesSink(
  stream: Writable,
  { heldBytesMax = HELD_BYTES_MAX }: JsonLinesOptions = {},
): JsonLinesSink {
  let dropped = 0;
  let written = 0;
  let left = 0;
  let flushes: readonly { readonly after: number; readonly resolve: () => void }[] = [];

  /** A stream calls back for each write, in order, when it fails too. */
  const onLeft = (error: Error | null | undefined): void => {
    left += 1;
    if (error) dropped += 1;
    for (const { after, resolve } of flushes) if (left >= after) resolve();
    flushes = flushes.filter(({ after }) => left < after);
  };
  // Each write's own callback counts; without a listener the error would be thrown at the process.
  stream.on("error", () => {});
  return {
    get dropped() {
      return dropped;
    },
    record: (event: SwitchyardEvent): void => {
      if (!stream.writable || stream.writableLength >= heldBytesMax) {
        dropped += 1;
        return;
      }
      written += 1;
      stream.write(`${eventLine(event)}\n`, onLeft);
    },
    flush: () =>
      new Promise((resolve) => {
        if (left === written) resolve();
        else flushes = [...flushes, { after: written, resolve }];
      }),
  };
}
