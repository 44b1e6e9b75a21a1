import type { Writable } from "node:stream";
import { ConfigurationError, type EventSink, type SwitchyardEvent } from "@switchyard/contract";
import { stampedLine } from "../lines/stamped-line.ts";
import { createFileTarget } from "./file-target.ts";
import { createLoss, type JournalLoss } from "./journal-loss.ts";
import type { JournalTarget } from "./journal-target.ts";
import { createQueueWriter } from "./queue-writer.ts";
import { checkRotation, rotationPeriod, type Rotation } from "./rotation.ts";
import { createStreamTarget } from "./stream-target.ts";
import { checkWriterName, newWriterName } from "./writer-name.ts";

export interface JournalWriterOptions {
  /**
   * A file, which is added to, or a stream such as `process.stdout`. With `rotate`, a file's name
   * is the pattern of its files' names: `events.jsonl` becomes `events.PROCESS.000001.jsonl`.
   */
  readonly to: string | Writable;
  /** Default: one file, however long. Only with a file. */
  readonly rotate?: Rotation;
  /**
   * The writer's name on every line. Give a new one each time a writer is made: two that share one
   * look like one that wrote everything twice. Default: host, process id and 32 random bits.
   */
  readonly process?: string;
  /** Bytes that may wait to be written; an event that finds no room is lost. Default: 16 MiB. */
  readonly bufferBytesMax?: number;
  /** Whether `flush`, `close` and a rotation wait for the disk (`fsync`). Default: false. */
  readonly sync?: boolean;
  /** Told of losses as they are found. What it throws is ignored. Default: they are counted only. */
  readonly onLoss?: (loss: JournalLoss) => void;
}

/** A sink that writes events in the background. */
export interface JournalWriter extends EventSink {
  readonly process: string;
  /** Events lost so far. */
  readonly dropped: number;
  /** Resolves when all that was recorded before is written, or counted as lost. Never rejects. */
  flush(): Promise<void>;
  /** Flushes and closes. What is recorded later is lost. Idempotent; never rejects. */
  close(): Promise<void>;
}

/** Large enough that a write costs next to nothing, small enough that a failed one loses little. */
const CHUNK_BYTES_MAX = 65_536;
const BUFFER_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Opens a journal for a running process. Each line is an event with the writer's name and the
 * event's place among the writer's own, so that the journals of many processes can be merged.
 *
 * `record` only puts a line into memory. A process that dies loses what is there: what came since
 * the last write began, or since `flush`.
 *
 * @throws ConfigurationError when the file cannot be opened, or an option is no good
 */
export function createJournalWriter(options: JournalWriterOptions): JournalWriter {
  const { rotate = {}, process = newWriterName(), sync = false, onLoss } = options;
  checkWriterName(process);
  checkRotation(rotate);
  const target = openTarget(options, process, sync);
  let recorded = 0;
  let dropped = 0;
  let overflowed = 0;
  let period = 0;
  let closing: Promise<void> | undefined;

  const tell = (reason: JournalLoss["reason"], events: number, detail = ""): void => {
    try {
      onLoss?.(createLoss(target.name, reason, events, detail));
    } catch {
      // The journal must outlive whoever watches it.
    }
  };
  const tellUnsynced = (cause: unknown): void => tell("not-synced", 0, String(cause));
  const tellOverflow = (): void => {
    if (overflowed > 0) tell("buffer-full", overflowed);
    overflowed = 0;
  };
  const queue = createQueueWriter(target, {
    bytesMax: options.bufferBytesMax ?? BUFFER_BYTES_MAX,
    chunkBytesMax: Math.min(CHUNK_BYTES_MAX, rotate.bytesMax ?? CHUNK_BYTES_MAX),
    onWritten: (failure) => {
      if (failure?.lines === 0) tellUnsynced(failure.cause);
      else if (failure !== undefined) {
        dropped += failure.lines;
        tell("write-failed", failure.lines, String(failure.cause));
      }
      tellOverflow();
    },
  });
  const flush = async (): Promise<void> => {
    await queue.drained();
    tellOverflow();
    if (sync) await target.sync().catch(tellUnsynced);
  };

  return {
    process,
    get dropped() {
      return dropped;
    },
    record: (event) => {
      const sequence = recorded;
      recorded += 1;
      period = Math.max(period, rotationPeriod(rotate, event.atMs));
      const line = lineOf(event, process, sequence);
      if (line !== undefined && closing === undefined && queue.push(line, period)) return;
      dropped += 1;
      overflowed += 1;
    },
    flush,
    close: () => {
      closing ??= flush().then(() => target.close().catch(tellUnsynced));
      return closing;
    },
  };
}

function openTarget(
  { to, rotate }: JournalWriterOptions,
  process: string,
  sync: boolean,
): JournalTarget {
  if (typeof to === "string") return createFileTarget(to, { process, rotation: rotate, sync });
  if (rotate === undefined) return createStreamTarget(to);
  throw new ConfigurationError(
    "A stream cannot rotate: leave `rotate` out, or name a file in `to`.",
  );
}

/** A `record` never throws, not even for what is no event and has no JSON. */
function lineOf(event: SwitchyardEvent, process: string, sequence: number): string | undefined {
  try {
    return stampedLine(event, process, sequence);
  } catch {
    return undefined;
  }
}
