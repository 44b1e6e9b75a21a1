import type { FileChain } from "./file-chains.ts";
import { createEntryMaker, type JournalEntry } from "./journal-entry.ts";
import { createProblem } from "./journal-problem.ts";
import { createLineReader, type LineListener } from "./line-reader.ts";
import { sortNearby } from "./sort-nearby.ts";

/** Opens a source for reading. Throws where it cannot. */
export type OpenSource = (source: string) => AsyncIterable<Buffer>;

export interface ReadChainOptions {
  readonly open: OpenSource;
  readonly listener: LineListener;
  /** How far lines of several writers in one file may be out of order. */
  readonly mixedLinesMax: number;
}

/** The entries of a chain in order, in batches. A file that cannot be read is told and passed by. */
export function readChain(
  chain: FileChain,
  index: number,
  options: ReadChainOptions,
): AsyncGenerator<JournalEntry[]> {
  const batches = readFiles(chain.files, index, options);
  return chain.isOneWriter || options.mixedLinesMax === 0
    ? batches
    : sortNearby(batches, options.mixedLinesMax);
}

/** The instant of a chain's first entry; undefined where there is none. Tells no problems. */
export async function firstOrderMs(
  chain: FileChain,
  { open }: ReadChainOptions,
): Promise<number | undefined> {
  const listener = { onProblem: (): void => {}, onUnknownType: (): void => {} };
  const options = { open, listener, mixedLinesMax: 0 };
  for await (const [first] of readFiles(chain.files, 0, options)) {
    if (first !== undefined) return first.orderMs;
  }
  return undefined;
}

async function* readFiles(
  files: readonly string[],
  index: number,
  { open, listener }: ReadChainOptions,
): AsyncGenerator<JournalEntry[]> {
  const entryOf = createEntryMaker(index);
  for (const file of files) {
    const reader = createLineReader(file, listener);
    try {
      for await (const bytes of open(file)) yield reader.push(bytes).map(entryOf);
      yield reader.end().map(entryOf);
    } catch (cause) {
      listener.onProblem(createProblem("unreadable", file, reader.line, String(cause)));
    }
  }
}
