import type { SwitchyardEvent } from "@switchyard/contract";
import { ConfigurationError } from "@switchyard/contract";
import { followJournal, readJournal, type JournalReport } from "@switchyard/journal";
import type { Shell } from "../cli/shell.ts";
import type { WatchOptions } from "../cli/watch-command.ts";
import { readAhead } from "./read-ahead.ts";

/** What `-` stands for. */
export const STDIN = "-";
/** Events of standard input that wait for a viewer who paused. */
const WAITING_EVENTS_MAX = 100_000;

/** Events to watch. */
export interface WatchSource extends AsyncIterable<SwitchyardEvent> {
  /** Whether events are shown when they come, and not at a pace. */
  readonly isLive: boolean;
  report(): JournalReport;
  /** Events that came while the viewer paused for too long, and were let go. */
  dropped(): number;
}

/**
 * Opens what a command line names: a journal from its beginning, followed or not.
 *
 * @throws ConfigurationError for standard input that is to be followed
 */
export function openWatchSource(
  file: string,
  { follow }: Pick<WatchOptions, "follow">,
  { stdin }: Pick<Shell, "stdin">,
  signal: AbortSignal,
): WatchSource {
  if (file === STDIN) {
    if (follow === true)
      throw new ConfigurationError(
        "--follow goes on with files that grow; - is shown as it comes anyway. Leave --follow out.",
      );
    // Without this a paused program would wait for a line that nobody needs any more.
    signal.addEventListener("abort", () => stdin.destroy(), { once: true });
    const reading = readJournal({ sources: [STDIN], stdin, mixedLinesMax: 0 });
    const ahead = readAhead(reading, WAITING_EVENTS_MAX);
    return { ...ahead, isLive: true, report: reading.report };
  }
  const reading =
    follow === true ? followJournal({ sources: [file], signal }) : readJournal({ sources: [file] });
  return {
    [Symbol.asyncIterator]: () => reading[Symbol.asyncIterator](),
    isLive: follow === true,
    report: reading.report,
    dropped: () => 0,
  };
}
