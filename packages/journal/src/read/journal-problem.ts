/** Something in a journal that could not be used. Reading goes on after it. */
export interface JournalProblem {
  /**
   * - `torn-line`: the last line was cut off, by a crash as a rule, and is no event
   * - `garbage-line`: no event
   * - `malformed-event`: of a known type, with a field missing or wrong
   * - `unreadable`: the file ends here for this reader
   */
  readonly kind: "torn-line" | "garbage-line" | "malformed-event" | "unreadable";
  /** The file, or `-` for standard input. */
  readonly source: string;
  /** From 1. */
  readonly line: number;
  /** `source:line` and what is wrong there. */
  readonly message: string;
}

/** A problem with its message. */
export function createProblem(
  kind: JournalProblem["kind"],
  source: string,
  line: number,
  why: string,
): JournalProblem {
  return { kind, source, line, message: `${source}:${line}: ${TEXTS[kind]}: ${why}.` };
}

const TEXTS: Readonly<Record<JournalProblem["kind"], string>> = {
  "torn-line": "the last line is torn and was left out",
  "garbage-line": "the line is no event and was left out",
  "malformed-event": "the event is malformed and was left out",
  unreadable: "what follows cannot be read",
};
