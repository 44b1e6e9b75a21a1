import type { Writable } from "node:stream";
import type { JournalTarget } from "./journal-target.ts";

/**
 * A target that is a stream, such as standard output. The stream stays open: it is its owner's.
 * While the target is open, errors of the stream are told as failed writes and end no process.
 */
export function createStreamTarget(stream: Writable): JournalTarget {
  const ignore = (): void => {};
  stream.on("error", ignore);
  return {
    name: "on the stream",
    write: ({ text, lines }) =>
      new Promise((resolve) => {
        stream.write(text, (cause) => {
          resolve(cause instanceof Error ? { lines, cause } : undefined);
        });
      }),
    sync: async () => {},
    close: async () => {
      stream.off("error", ignore);
    },
  };
}
