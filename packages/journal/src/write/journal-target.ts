import type { LineChunk } from "./line-queue.ts";

/** Lines that could not be written, and why. */
export interface WriteFailure {
  readonly lines: number;
  readonly cause: unknown;
}

/** Where a writer's chunks go, one after the other. */
export interface JournalTarget {
  /** Its name for people. */
  readonly name: string;
  /** Writes a chunk. What fails is told, not thrown, and the next chunk is tried again. */
  write(chunk: LineChunk): Promise<WriteFailure | undefined>;
  /** Makes what was written outlast the machine. Rejects where that fails. */
  sync(): Promise<void>;
  /** Rejects where that fails. */
  close(): Promise<void>;
}
