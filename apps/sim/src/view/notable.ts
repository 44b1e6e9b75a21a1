/** How bad a line is; the screen gives each a glyph, a word and a colour. */
export type Severity = "fail" | "warn" | "recovering" | "ok" | "info";

/** A line worth reading in the events panel. Equal ones in a row are one line with a count. */
export interface Notable {
  /** When it happened first. */
  readonly atMs: number;
  /** When it happened last. */
  readonly lastAtMs: number;
  readonly severity: Severity;
  /** What kind of thing happened, in one word. */
  readonly word: string;
  readonly text: string;
  /** The last ask that it happened to. Absent: it is not of an ask. */
  readonly askId?: string;
  /** How often. At least 1. */
  readonly count: number;
}

/** A line before it is counted. */
export type FreshNotable = Omit<Notable, "count" | "lastAtMs">;

/** The panel of the largest screen shows fewer. */
const NOTABLES_MAX = 60;
/** An equal line that was quiet for longer begins anew. */
const QUIET_MS = 30_000;

/**
 * The lines with one more; the oldest beyond the bound are dropped. Newest last. A line that goes
 * on stays where it began, so that an outage does not push its own cause off the screen.
 */
export function addNotable(notables: readonly Notable[], fresh: FreshNotable): readonly Notable[] {
  const at = notables.findLastIndex(({ word, text }) => word === fresh.word && text === fresh.text);
  const known = notables[at];
  if (known === undefined || fresh.atMs - known.lastAtMs > QUIET_MS) {
    const line = { ...fresh, lastAtMs: fresh.atMs, count: 1 };
    return [...notables.slice(1 - NOTABLES_MAX), line];
  }
  return notables.with(at, {
    ...known,
    ...fresh,
    atMs: known.atMs,
    lastAtMs: fresh.atMs,
    count: known.count + 1,
  });
}
