import { closeSync, openSync, writeSync } from "node:fs";
import { ConfigurationError, type EventSink, type SwitchyardEvent } from "@switchyard/contract";
import { eventLine } from "../lines/event-line.ts";
import { createLineBuffer } from "../lines/line-buffer.ts";

/** A sink that writes events to a file, one JSON line each. */
export interface TraceWriter extends EventSink {
  /** Writes the lines still held, so that the file can be read up to now. Never throws. */
  flush(): void;
  /**
   * Flushes and closes; a second call does nothing.
   *
   * @throws ConfigurationError when a line could not be written, with the number of lines lost
   */
  close(): void;
}

/**
 * Opens `file` for a new journal and empties it if it exists. Lines go out in chunks of whole
 * lines, so an interrupted run leaves a readable file: at worst its last line has no line end.
 *
 * A failed write stops the writing, not the run: `record` never throws, `close` reports it.
 *
 * @throws ConfigurationError when the file cannot be opened
 */
export function createTraceWriter(file: string): TraceWriter {
  const descriptor = openJournal(file);
  let failure: { readonly cause: unknown; lines: number } | undefined;
  let linesHeld = 0;
  let isOpen = true;

  const buffer = createLineBuffer((chunk) => {
    try {
      if (failure === undefined) writeAll(descriptor, chunk);
      else failure.lines += linesHeld;
    } catch (cause) {
      failure = { cause, lines: linesHeld };
    }
    linesHeld = 0;
  });

  return {
    record: (event: SwitchyardEvent): void => {
      if (!isOpen) return;
      linesHeld += 1;
      buffer.push(eventLine(event));
    },
    flush: buffer.flush,
    close: (): void => {
      if (!isOpen) return;
      buffer.flush();
      isOpen = false;
      closeSync(descriptor);
      if (failure !== undefined)
        throw new ConfigurationError(
          `The journal ${file} is incomplete: up to ${failure.lines} events were not written ` +
            `(${causeText(failure.cause)}). Free some space or name another file, and run again.`,
          { cause: failure.cause },
        );
    },
  };
}

function openJournal(file: string): number {
  try {
    return openSync(file, "w");
  } catch (cause) {
    throw new ConfigurationError(
      `The journal ${file} cannot be written (${causeText(cause)}). ` +
        "Create its folder, or name another file.",
      { cause },
    );
  }
}

/** Writes all bytes of a chunk: the system may take fewer than it was offered. */
function writeAll(descriptor: number, chunk: string): void {
  const bytes = Buffer.from(chunk, "utf8");
  let written = 0;
  while (written < bytes.length)
    written += writeSync(descriptor, bytes, written, bytes.length - written);
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
