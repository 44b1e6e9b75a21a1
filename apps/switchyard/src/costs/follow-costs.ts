import { setTimeout as sleepFor } from "node:timers/promises";
import { followJournal } from "@switchyard/journal";
import type { CostReader } from "./cost-reader.ts";
import type { CostReading } from "./cost-report.ts";

/** Journals are looked at, and figures printed anew, so often at most. */
const LOOK_EVERY_MS = 1_000;

export interface FollowCostsOptions {
  readonly sources: readonly string[];
  readonly reader: CostReader;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly print: (reading: CostReading) => void;
  /** Waits between two looks. Default: a second. */
  readonly sleep?: (signal: AbortSignal) => Promise<void>;
}

/** Prints what journals say, and again whenever they have said more, until `signal` is aborted. */
export async function followCosts(options: FollowCostsOptions): Promise<void> {
  const { sources, reader, signal, print, sleep = sleepUntilLook } = options;
  let hasNews = true;
  const printNews = (): void => {
    if (hasNews) print(reader.read(journal.report()));
    hasNews = false;
  };
  const journal = followJournal({
    sources,
    signal,
    onProblem: reader.onProblem,
    sleep: (ended) => {
      printNews();
      return sleep(ended);
    },
  });
  await reader.take(journal, () => {
    hasNews = true;
  });
  printNews();
}

async function sleepUntilLook(signal: AbortSignal): Promise<void> {
  await sleepFor(LOOK_EVERY_MS, undefined, { signal });
}
