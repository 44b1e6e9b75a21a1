/** Whole lines that go out in one write, into one file. */
export interface LineChunk {
  /** Ends in a line end. */
  readonly text: string;
  readonly lines: number;
  /** Length of the text in UTF-8. */
  readonly bytes: number;
  /** The part of the calendar that its lines belong to. */
  readonly period: number;
}

/** Lines that wait to be written, in chunks, first in, first out. */
export interface LineQueue {
  /** Takes a line without its line end; false: there is no room, and it was not taken. */
  push(line: string, period: number): boolean;
  /** The oldest chunk, which leaves the queue. */
  take(): LineChunk | undefined;
}

/**
 * An empty queue.
 *
 * @param bytesMax more is never held
 * @param chunkBytesMax a chunk is longer only if one line alone is
 */
export function createLineQueue(bytesMax: number, chunkBytesMax: number): LineQueue {
  const chunks: LineChunk[] = [];
  let bytesHeld = 0;
  return {
    push: (line, period) => {
      const bytes = Buffer.byteLength(line) + 1;
      if (bytesHeld + bytes > bytesMax) return false;
      bytesHeld += bytes;
      const last = chunks.at(-1);
      if (last?.period !== period || last.bytes + bytes > chunkBytesMax)
        chunks.push({ text: `${line}\n`, lines: 1, bytes, period });
      else
        chunks[chunks.length - 1] = {
          text: `${last.text}${line}\n`,
          lines: last.lines + 1,
          bytes: last.bytes + bytes,
          period,
        };
      return true;
    },
    take: () => {
      const chunk = chunks.shift();
      if (chunk !== undefined) bytesHeld -= chunk.bytes;
      return chunk;
    },
  };
}
