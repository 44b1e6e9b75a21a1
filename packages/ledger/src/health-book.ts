import type { StandingWord } from "@switchyard/contract";
import { isLater, recordAfter, recordName, wordOf, type HealthRecord } from "./health-record.ts";

/** What a shared store said at one look: its time, and its records by name. */
export interface HealthReading {
  /** Milliseconds since 1970 by the store's clock. */
  readonly storeMs: number;
  readonly records: ReadonlyMap<string, HealthRecord>;
}

/** One process's copy of the shared records. Its instants are the process's own, monotonic. */
export interface HealthBook {
  /** Notes a word of this process; a later one of the same record replaces it. */
  tell(word: StandingWord, nowMs: number): void;
  /** What the store is not known to have and still matters. Nothing before the first reading. */
  unsent(nowMs: number): readonly (readonly [name: string, record: HealthRecord])[];
  /** Takes a reading in; gives the words of what is new in it. */
  read(reading: HealthReading, nowMs: number): readonly StandingWord[];
}

interface ToldWord {
  readonly word: StandingWord;
  readonly atMs: number;
}

/** A book without records. What it knows and the store has lost is sent again while it matters. */
export function createHealthBook(): HealthBook {
  const known = new Map<string, HealthRecord>();
  const told = new Map<string, ToldWord>();
  let stored: ReadonlyMap<string, HealthRecord> = new Map();
  /** How far the store's clock is ahead of the process's: words wait until it is known. */
  let aheadMs: number | undefined;

  const note = (aheadMs: number): void => {
    for (const [name, { word, atMs }] of told)
      known.set(name, recordAfter(known.get(name), word, atMs + aheadMs));
    told.clear();
  };
  return {
    tell: (word, atMs) => {
      told.set(recordName(word), { word, atMs });
    },
    unsent: (nowMs) => {
      if (aheadMs === undefined) return [];
      note(aheadMs);
      const storeMs = nowMs + aheadMs;
      return [...known].filter(
        ([name, record]) =>
          isLater(record, stored.get(name)) && wordOf(name, record, storeMs) !== undefined,
      );
    },
    read: ({ storeMs, records }, nowMs) => {
      aheadMs = storeMs - nowMs;
      stored = records;
      const words: StandingWord[] = [];
      for (const [name, record] of records) {
        if (!isLater(record, known.get(name))) continue;
        known.set(name, record);
        const word = wordOf(name, record, storeMs);
        if (word !== undefined) words.push(word);
      }
      for (const [name, record] of known) {
        const kind = wordOf(name, record, storeMs)?.kind ?? "closed";
        if (kind === "closed" && !records.has(name)) known.delete(name);
      }
      return words;
    },
  };
}
