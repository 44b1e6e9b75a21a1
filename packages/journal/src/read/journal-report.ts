import type { JournalProblem } from "./journal-problem.ts";

/** What was read of a journal, and what was left out. */
export interface JournalReport {
  /** Given to the reader's user. */
  readonly events: number;
  /** Lines left out because the same event of the same writer was given before. */
  readonly duplicates: number;
  /** Events given after a later one: their file was out of order by more than the reader sorts. */
  readonly late: number;
  /** Events that their writers counted and that no source has: lost, or in a file not read. */
  readonly missing: number;
  /** Lines left out because this version does not know their type, by type; at most 100 types. */
  readonly unknownTypes: Readonly<Record<string, number>>;
  /** Lines and files left out because they are not sound, by kind. */
  readonly problems: Readonly<Record<JournalProblem["kind"], number>>;
}

/** Nothing was left out of a journal that its report calls clean. */
export function isCleanReport({ missing, late, unknownTypes, problems }: JournalReport): boolean {
  const unsound = Object.values(problems).reduce((sum, count) => sum + count, 0);
  return missing + late + unsound === 0 && Object.keys(unknownTypes).length === 0;
}
