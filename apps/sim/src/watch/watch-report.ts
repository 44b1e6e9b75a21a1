import type { JournalReport, Summary } from "@switchyard/journal";
import { formatCount, formatMoney, formatShare } from "../format/quantity.ts";

/** A journal that was watched to its end, or until the viewer left. */
export interface Watched {
  readonly file: string;
  readonly report: JournalReport;
  /** Events let go while the viewer paused. */
  readonly dropped: number;
  readonly summary: Summary;
}

/** What `sim watch --json` prints. Version 1; keys may be added, never change their meaning. */
export interface WatchReport {
  readonly version: 1;
  /** The file, or `-` for standard input. */
  readonly source: string;
  readonly journal: JournalReport;
  readonly dropped: number;
  readonly summary: Summary;
}

export function watchReport({ file, report, dropped, summary }: Watched): WatchReport {
  return { version: 1, source: file, journal: report, dropped, summary };
}

/** What was watched, in one line, and what of the journal could not be used. */
export function watchVerdict({ report, dropped, summary }: Watched): string {
  const { events, unknownTypes, problems, ...counts } = report;
  const unsound = Object.values(problems).reduce((sum, count) => sum + count, 0);
  const unknown = Object.values(unknownTypes).reduce((sum, count) => sum + count, 0);
  const { requests, answered, spendMicroUsd } = summary;
  const share = formatShare(requests === 0 ? undefined : answered / requests);
  const gaps: readonly (readonly [number, string])[] = [
    [unsound, "unsound lines left out"],
    [unknown, "of unknown types left out"],
    [counts.missing, "missing"],
    [counts.late, "out of order"],
    [dropped, "let go while paused"],
  ];
  const told = gaps
    .filter(([count]) => count > 0)
    .map(([count, what]) => `; ${formatCount(count)} ${what}`);
  return (
    `END: ${formatCount(events)} events, ${formatCount(requests)} asks, ${share} in full, ` +
    `${formatMoney(spendMicroUsd)}${told.join("")}`
  );
}
