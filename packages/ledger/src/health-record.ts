import type { StandingWord } from "@switchyard/contract";

/**
 * What all processes together know of one breaker or one hold. Instants are of the shared store,
 * in milliseconds since 1970.
 */
export interface HealthRecord {
  /** Begins when nothing was known and with each closing, so that what was closed stays so. */
  readonly eraMs: number;
  /** When the breaker's rest or the hold is over; 0: closed. */
  readonly untilMs: number;
  readonly cause: string;
}

/** The longest rest, and how long a record is kept after it is over: until then a closing matters. */
export const RECORD_KEPT_MS = 3_600_000;
/** Records beyond this are not kept. Two for each endpoint are what a catalogue can need. */
export const RECORDS_MAX = 2_000;

const CAUSE_LENGTH_MAX = 300;

/** Whether `one` takes the place of `other`: the newer era, and in one era the longer rest. */
export function isLater(one: HealthRecord, other: HealthRecord | undefined): boolean {
  if (other === undefined || one.eraMs !== other.eraMs) return one.eraMs > (other?.eraMs ?? -1);
  return one.untilMs > other.untilMs;
}

/** The later of two: order and repetition of what is merged change nothing. */
export function mergeRecords(one: HealthRecord, other: HealthRecord): HealthRecord {
  return isLater(other, one) ? other : one;
}

/** The name of the record that a word belongs to. */
export function recordName({ kind, endpoint }: Pick<StandingWord, "kind" | "endpoint">): string {
  return `${kind === "held" ? "hold" : "breaker"} ${endpoint}`;
}

/** What is known after a word told at `nowMs`. */
export function recordAfter(
  known: HealthRecord | undefined,
  word: StandingWord,
  nowMs: number,
): HealthRecord {
  const instantMs = Math.floor(nowMs);
  const told = toldRecord(known, word, instantMs);
  return known === undefined ? told : mergeRecords(known, told);
}

function toldRecord(
  known: HealthRecord | undefined,
  word: StandingWord,
  nowMs: number,
): HealthRecord {
  switch (word.kind) {
    case "opened":
      return {
        eraMs: known?.eraMs ?? nowMs,
        untilMs: endOf(word, nowMs),
        cause: word.cause.slice(0, CAUSE_LENGTH_MAX),
      };
    case "closed":
      return {
        // A clock that was set back must not make a closing an older word than what it closes.
        eraMs: Math.max(nowMs, (known?.eraMs ?? 0) + 1),
        untilMs: 0,
        cause: word.cause.slice(0, CAUSE_LENGTH_MAX),
      };
    case "held":
      return { eraMs: 0, untilMs: endOf(word, nowMs), cause: "" };
  }
}

/** A whole number, whatever a provider says: one that is none is over at once. */
function endOf({ leftMs }: { readonly leftMs: number }, nowMs: number): number {
  return leftMs > 0 ? nowMs + Math.ceil(Math.min(leftMs, RECORD_KEPT_MS)) : nowMs;
}

/** What a record says at `nowMs`; undefined: nothing any more, or its name is not one of ours. */
export function wordOf(
  name: string,
  { untilMs, cause }: HealthRecord,
  nowMs: number,
): StandingWord | undefined {
  const [, subject, endpoint] = /^(breaker|hold) (.+)$/s.exec(name) ?? [];
  if (endpoint === undefined) return undefined;
  if (subject === "breaker" && untilMs === 0) return { kind: "closed", endpoint, cause };
  const leftMs = untilMs - nowMs;
  if (leftMs <= 0) return undefined;
  return subject === "hold"
    ? { kind: "held", endpoint, leftMs }
    : { kind: "opened", endpoint, leftMs, cause };
}
