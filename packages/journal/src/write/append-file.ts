import { close, fstatSync, fsync, readSync, write } from "node:fs";
import { promisify } from "node:util";
import type { WriteFailure } from "./journal-target.ts";
import type { LineChunk } from "./line-queue.ts";

const closeFile = promisify(close);
const syncFile = promisify(fsync);
const writeFile = promisify(write);

const LINE_END = 0x0a;

/** An open file that only grows. */
export interface AppendFile {
  /** Bytes that were added. */
  readonly bytes: number;
  /** That of the first chunk added. */
  readonly period: number | undefined;
  /** Adds a chunk. What fails is told, not thrown. */
  append(chunk: LineChunk): Promise<WriteFailure | undefined>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Adds to an open file. A write that was cut off leaves a torn line; the next one begins on a new
 * line, also that of a process started after a crash.
 *
 * @param descriptor of a file opened for reading and appending, or of a new one
 */
export function createAppendFile(descriptor: number): AppendFile {
  let isMidLine = endsMidLine(descriptor);
  let bytesAdded = 0;
  let period: number | undefined;
  return {
    get bytes() {
      return bytesAdded;
    },
    get period() {
      return period;
    },
    append: async (chunk) => {
      const endsTorn = isMidLine;
      const bytes = Buffer.from(endsTorn ? `\n${chunk.text}` : chunk.text, "utf8");
      let written = 0;
      try {
        while (written < bytes.length) {
          const left = bytes.length - written;
          written += (await writeFile(descriptor, bytes, written, left, null)).bytesWritten;
        }
        return undefined;
      } catch (cause) {
        const lineEnds = countLineEnds(bytes.subarray(0, written));
        return { lines: chunk.lines - Math.max(0, lineEnds - Number(endsTorn)), cause };
      } finally {
        bytesAdded += written;
        period ??= chunk.period;
        if (written > 0) isMidLine = bytes[written - 1] !== LINE_END;
      }
    },
    sync: () => syncFile(descriptor),
    close: () => closeFile(descriptor),
  };
}

function endsMidLine(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  if (!stats.isFile() || stats.size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, stats.size - 1);
  return last[0] !== LINE_END;
}

function countLineEnds(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + Number(byte === LINE_END), 0);
}
