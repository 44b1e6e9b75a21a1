import { setTimeout as sleepFor } from "node:timers/promises";
import type { SwitchyardEvent } from "@switchyard/contract";
import { fileChains } from "./file-chains.ts";
import { findSources } from "./find-sources.ts";
import type { JournalProblem } from "./journal-problem.ts";
import type { LineListener } from "./line-reader.ts";
import type { JournalReading } from "./read-journal.ts";
import { createReadingCounts, type ReadingCounts } from "./reading-counts.ts";
import { createTailedFile, type TailedFile } from "./tailed-file.ts";

export interface FollowJournalOptions {
  /** Files and patterns; files that match later are followed from then on. No gzip, no `-`. */
  readonly sources: readonly string[];
  /** Ends the iteration, with the events of the files as they were last looked at. */
  readonly signal: AbortSignal;
  /** Told of every line and file that is left out. Default: they are counted only. */
  readonly onProblem?: (problem: JournalProblem) => void;
  /** Waits between two looks at the files; may reject when aborted. Default: 250 ms. */
  readonly sleep?: (signal: AbortSignal) => Promise<void>;
}

const POLL_MS = 250;

/**
 * Reads journals from their beginning and goes on as they grow, until `signal` is aborted. Events
 * come in the order they are found in, file by file, each once by writer and sequence.
 *
 * A file that is replaced by another of its name is read to its end first; one that got shorter is
 * read anew from its start. A last line without its end waits for it. What a file gains and loses
 * between two looks is not seen. Files are looked at and not watched, because watches tell nothing
 * on network drives.
 */
export function followJournal(options: FollowJournalOptions): JournalReading {
  const counts = createReadingCounts(options.onProblem);
  const events = followFiles(options, counts);
  return { [Symbol.asyncIterator]: () => events, report: counts.report };
}

async function* followFiles(
  { sources, signal, sleep = sleepUntilPoll }: FollowJournalOptions,
  counts: ReadingCounts,
): AsyncGenerator<SwitchyardEvent, void> {
  const tails = new Map<string, TailedFile>();
  try {
    const look = createLook(tails, counts.listener);
    while (!signal.aborted) {
      for await (const event of look(await findSources(sources))) {
        if (counts.admit(event)) yield event;
        if (signal.aborted) return;
      }
      await sleep(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
    for (const tail of tails.values())
      for (const event of await tail.close()) if (counts.admit(event)) yield event;
  } finally {
    for (const tail of tails.values()) await tail.close();
  }
}

/** Looks for news in files and in those that were there before. */
function createLook(
  tails: Map<string, TailedFile>,
  listener: LineListener,
): (files: readonly string[]) => AsyncGenerator<SwitchyardEvent> {
  let finished = new Set<string>();
  let gone = new Set<string>();

  async function* leave(file: string, tail: TailedFile): AsyncGenerator<SwitchyardEvent> {
    yield* await tail.close();
    tails.delete(file);
  }
  return async function* (files) {
    const there = new Set(files);
    finished = new Set([...finished].filter((file) => there.has(file)));
    // One more look: who moved a file away may still write to it for a moment.
    for (const [file, tail] of [...tails].filter(([each]) => !there.has(each))) {
      yield* tail.news();
      if (gone.has(file)) yield* leave(file, tail);
    }
    gone = new Set([...tails.keys()].filter((file) => !there.has(file)));

    for (const chain of fileChains(files))
      for (const file of chain.files.filter((each) => !finished.has(each))) {
        const tail = tails.get(file) ?? createTailedFile(file, listener);
        tails.set(file, tail);
        yield* tail.news();
        // Its writer opened the next file before this look, so it writes here no more.
        if (file === chain.files.at(-1)) continue;
        yield* leave(file, tail);
        finished.add(file);
      }
  };
}

async function sleepUntilPoll(signal: AbortSignal): Promise<void> {
  await sleepFor(POLL_MS, undefined, { signal });
}
