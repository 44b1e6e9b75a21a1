import { open, stat, type FileHandle } from "node:fs/promises";
import type { SwitchyardEvent } from "@switchyard/contract";
import { createProblem } from "./journal-problem.ts";
import { createLineReader, type LineListener, type LineReader } from "./line-reader.ts";
import { isGzip } from "./open-source.ts";

/** A file that may grow, shrink, go and come. */
export interface TailedFile {
  /** The events that came since the last look. */
  news(): AsyncGenerator<SwitchyardEvent>;
  /** The event of a last line without its end, if it is whole. Idempotent. */
  close(): Promise<SwitchyardEvent[]>;
}

/** One life of the file: from its start until it is replaced or cut. */
interface Life {
  readonly handle: FileHandle;
  readonly inode: bigint;
  readonly reader: LineReader;
  readBytes: number;
}

const READ_BYTES = 262_144;

/** Nothing is open before the first look. A file that cannot be read is told once, and left. */
export function createTailedFile(file: string, listener: LineListener): TailedFile {
  let life: Life | undefined;
  let isGivenUp = false;

  const begin = async (): Promise<Life | undefined> => {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (found === undefined) return undefined;
    const handle = await open(file, "r");
    const { ino } = await handle.stat({ bigint: true });
    return { handle, inode: ino, reader: createLineReader(file, listener), readBytes: 0 };
  };
  const end = async (): Promise<SwitchyardEvent[]> => {
    const ended = life;
    life = undefined;
    if (ended === undefined) return [];
    await ended.handle.close();
    return ended.reader.end();
  };
  async function* look(): AsyncGenerator<SwitchyardEvent> {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (life !== undefined) {
      yield* newsOf(life);
      const isReplaced = found !== undefined && found.ino !== life.inode;
      if (isReplaced || (await life.handle.stat()).size < life.readBytes) yield* await end();
    }
    if (life !== undefined) return;
    life = await begin();
    if (life !== undefined) yield* newsOf(life);
  }

  return {
    news: async function* () {
      if (isGivenUp) return;
      try {
        yield* look();
      } catch (cause) {
        isGivenUp = true;
        listener.onProblem(
          createProblem("unreadable", file, life?.reader.line ?? 1, String(cause)),
        );
      }
    },
    close: end,
  };
}

async function* newsOf(life: Life): AsyncGenerator<SwitchyardEvent> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (;;) {
    const { bytesRead } = await life.handle.read(buffer, 0, READ_BYTES, life.readBytes);
    if (bytesRead === 0) return;
    const bytes = buffer.subarray(0, bytesRead);
    if (life.readBytes === 0 && isGzip(bytes))
      throw new Error("a packed file does not grow; read it with readJournal");
    life.readBytes += bytesRead;
    yield* life.reader.push(bytes);
  }
}
