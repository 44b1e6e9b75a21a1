import type { Readable } from "node:stream";
import type { SwitchyardEvent } from "@switchyard/contract";
import { fileChains, type FileChain } from "./file-chains.ts";
import { requireSources } from "./find-sources.ts";
import { compareEntries, type JournalEntry } from "./journal-entry.ts";
import type { JournalProblem } from "./journal-problem.ts";
import type { JournalReport } from "./journal-report.ts";
import { mergeEntries, type EntryStream } from "./merge-entries.ts";
import { openSource } from "./open-source.ts";
import { firstOrderMs, readChain, type ReadChainOptions } from "./read-chain.ts";
import { createReadingCounts, type ReadingCounts } from "./reading-counts.ts";

export interface ReadJournalOptions {
  /**
   * Files, patterns such as `journal/*.jsonl`, and `-` for standard input, plain or gzip. A `.gz`
   * name is not needed: the bytes tell.
   */
  readonly sources: readonly string[];
  /** Told of every line and file that is left out. Default: they are counted only. */
  readonly onProblem?: (problem: JournalProblem) => void;
  /**
   * By how many lines a file that several writers share, such as collected standard outputs, may
   * be out of order. The reader holds back twice as many. Default: 1,024; 0 for a live stream.
   */
  readonly mixedLinesMax?: number;
  /** What `-` reads. Default: this process's standard input. */
  readonly stdin?: Readable;
}

/** A journal that is being read, once. */
export interface JournalReading extends AsyncIterable<SwitchyardEvent> {
  /** What was read so far. */
  report(): JournalReport;
}

const MIXED_LINES_MAX = 1024;

/**
 * Reads the events of any number of writers in one order: by instant, writer and sequence. Within
 * a writer the order is its own, also where its clock stepped back.
 *
 * - Rotated files of one writer are read one after the other; a file is open only while its time
 *   is read. Memory does not grow with the journal.
 * - An event that is there twice, by writer and sequence, is given once. Lines of no writer, such
 *   as a rehearsal's, are all given.
 * - A line that is torn, garbage or malformed, and a file that cannot be read, are told and left
 *   out; a line of an unknown type, a newer writer's, is counted and left out. Fields that are not
 *   known are kept.
 *
 * The iteration throws `ConfigurationError` for a path or pattern without a file.
 */
export function readJournal(options: ReadJournalOptions): JournalReading {
  const counts = createReadingCounts(options.onProblem);
  const events = readMerged(options, counts);
  return {
    [Symbol.asyncIterator]: () => events,
    report: counts.report,
  };
}

async function* readMerged(
  { sources, stdin, mixedLinesMax = MIXED_LINES_MAX }: ReadJournalOptions,
  counts: ReadingCounts,
): AsyncGenerator<SwitchyardEvent, void> {
  const chains = fileChains(await requireSources(sources));
  const chainOptions: ReadChainOptions = {
    open: (source) => openSource(source, stdin),
    listener: counts.listener,
    mixedLinesMax,
  };
  const streams: EntryStream[] = [];
  for (const [index, chain] of chains.entries())
    streams.push(await streamOf(chain, index, chainOptions));

  let last: JournalEntry | undefined;
  for await (const entries of mergeEntries(streams))
    for (const entry of entries) {
      if (!counts.admit(entry.event)) continue;
      if (last !== undefined && compareEntries(entry, last) < 0) counts.late();
      last = entry;
      yield entry.event;
    }
}

/** Only a chain of one writer has its first event first, and can be opened later. */
async function streamOf(
  chain: FileChain,
  index: number,
  options: ReadChainOptions,
): Promise<EntryStream> {
  return {
    firstOrderMs: chain.isOneWriter ? await firstOrderMs(chain, options) : undefined,
    open: () => readChain(chain, index, options),
  };
}
