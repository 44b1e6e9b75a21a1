import type { SwitchyardEvent } from "@switchyard/contract";
import type { JournalProblem } from "./journal-problem.ts";
import type { JournalReport } from "./journal-report.ts";
import type { LineListener } from "./line-reader.ts";
import { createSequenceRanges } from "./sequence-ranges.ts";

/** Types counted one by one; a journal of garbage must not fill the memory with names. */
const UNKNOWN_TYPES_MAX = 100;

/** Counts what a reading comes to. */
export interface ReadingCounts {
  readonly listener: LineListener;
  /** Counts an event that is to be given; false: it was given before. */
  admit(event: SwitchyardEvent): boolean;
  late(): void;
  report(): JournalReport;
}

export function createReadingCounts(
  onProblem: ((problem: JournalProblem) => void) | undefined,
): ReadingCounts {
  const seen = createSequenceRanges();
  const unknownTypes = new Map<string, number>();
  const problems = { "torn-line": 0, "garbage-line": 0, "malformed-event": 0, unreadable: 0 };
  let [events, duplicates, late] = [0, 0, 0];
  return {
    listener: {
      onProblem: (problem) => {
        problems[problem.kind] += 1;
        onProblem?.(problem);
      },
      onUnknownType: (type) => {
        if (unknownTypes.has(type) || unknownTypes.size < UNKNOWN_TYPES_MAX)
          unknownTypes.set(type, (unknownTypes.get(type) ?? 0) + 1);
      },
    },
    admit: ({ process, sequence }) => {
      const isNew = process === undefined || sequence === undefined || seen.add(process, sequence);
      if (isNew) events += 1;
      else duplicates += 1;
      return isNew;
    },
    late: () => {
      late += 1;
    },
    report: () => ({
      events,
      duplicates,
      late,
      missing: seen.missing(),
      unknownTypes: Object.fromEntries(unknownTypes),
      problems: { ...problems },
    }),
  };
}
