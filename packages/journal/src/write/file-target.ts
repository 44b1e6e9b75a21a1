import { openSync } from "node:fs";
import { ConfigurationError } from "@switchyard/contract";
import { createAppendFile } from "./append-file.ts";
import type { JournalTarget, WriteFailure } from "./journal-target.ts";
import type { LineChunk } from "./line-queue.ts";
import { rotatedFile, type Rotation } from "./rotation.ts";

interface FileTargetOptions {
  readonly process: string;
  /** Absent: one file, which is added to. */
  readonly rotation: Rotation | undefined;
  /** Syncs a file before it is left for the next. */
  readonly sync: boolean;
}

/**
 * A target that is one file, or one after the other.
 *
 * @throws ConfigurationError when the first file cannot be opened
 */
export function createFileTarget(
  file: string,
  { process, rotation, sync }: FileTargetOptions,
): JournalTarget {
  let number = 1;
  let name = rotation === undefined ? file : rotatedFile(file, process, number);
  let current = createAppendFile(openFirst(name, rotation === undefined ? "a+" : "ax"));

  const isDue = ({ bytes, period }: LineChunk): boolean =>
    rotation !== undefined &&
    current.period !== undefined &&
    (period > current.period || current.bytes + bytes > (rotation.bytesMax ?? Infinity));

  /** Goes on in the next file. A failure to leave the last one in order is told, no more. */
  const rotate = async (): Promise<WriteFailure | undefined> => {
    const next = rotatedFile(file, process, number + 1);
    const last = current;
    current = createAppendFile(openSync(next, "ax"));
    number += 1;
    name = next;
    try {
      if (sync) await last.sync();
      return undefined;
    } catch (cause) {
      return { lines: 0, cause };
    } finally {
      await last.close();
    }
  };

  return {
    get name() {
      return name;
    },
    write: async (chunk) => {
      try {
        const unsynced = isDue(chunk) ? await rotate() : undefined;
        return (await current.append(chunk)) ?? unsynced;
      } catch (cause) {
        return { lines: chunk.lines, cause };
      }
    },
    sync: () => current.sync(),
    close: () => current.close(),
  };
}

function openFirst(file: string, flags: "a+" | "ax"): number {
  try {
    return openSync(file, flags);
  } catch (cause) {
    throw new ConfigurationError(
      `The journal ${file} cannot be written (${String(cause)}). ` +
        "Create its folder, or name another file.",
      { cause },
    );
  }
}
