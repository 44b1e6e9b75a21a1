import { Text, useStdout } from "ink";
import { useEffect, type ReactElement } from "react";
import type { Frame } from "./frame.ts";
import { readerLines } from "./reader-lines.ts";

/** Tells its listeners what changes in the run. */
export interface Announcer {
  say(sentence: string): void;
  /** The returned function ends it. */
  subscribe(listener: (sentence: string) => void): () => void;
}

export function createAnnouncer(): Announcer {
  const listeners = new Set<(sentence: string) => void>();
  return {
    say: (sentence) => {
      for (const listener of listeners) listener(sentence);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The screen for a reader: changes as they come, then how it stands and where the cursor is. */
export function ReaderScreen({
  frame,
  announcer,
}: {
  readonly frame: Frame;
  readonly announcer: Announcer;
}): ReactElement {
  const { write } = useStdout();
  useEffect(() => announcer.subscribe((sentence) => write(`${sentence}\n`)), [announcer, write]);
  return <Text>{readerLines(frame).join("\n")}</Text>;
}
