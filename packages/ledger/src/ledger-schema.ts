/** "SwLg": marks a file as a ledger, in the header that SQLite keeps for that. */
export const APPLICATION_ID = 0x53774c67;

/**
 * Windows keep their ids for good, so a late end of a forgotten window finds none. An attempt's
 * windows are a JSON list of their ids. `due_at_ms` is when a held attempt expires and when an
 * ended one is forgotten.
 */
const BUDGETS = `
  CREATE TABLE budget (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE window (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    ends_at_ms REAL,
    duration_ms REAL,
    newest_part INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    reserved INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE part (
    window_id INTEGER NOT NULL,
    part INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (window_id, part)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    amount INTEGER NOT NULL,
    excess INTEGER NOT NULL,
    windows TEXT NOT NULL,
    due_at_ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX attempt_held ON attempt (due_at_ms) WHERE state = 'held';
  CREATE INDEX attempt_ended ON attempt (due_at_ms) WHERE state <> 'held';
  PRAGMA application_id = ${APPLICATION_ID};
`;

/** What processes tell each other, and quotas: a quota's state is JSON. Some files have them. */
const WORDS_AND_QUOTAS = `
  CREATE TABLE IF NOT EXISTS level (
    budget_id TEXT PRIMARY KEY,
    in_force INTEGER NOT NULL,
    at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quota (
    route TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS seat (
    route TEXT NOT NULL,
    id TEXT NOT NULL,
    segment TEXT NOT NULL,
    tokens REAL NOT NULL,
    ends_at_ms REAL NOT NULL,
    PRIMARY KEY (route, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS seat_ends ON seat (route, ends_at_ms);
`;

/**
 * The steps from an empty file to the format that this version writes. A file's format is the
 * number of steps it has had, so a step that was released is never edited: a change is a new one.
 */
export const LEDGER_STEPS: readonly string[] = [BUDGETS, WORDS_AND_QUOTAS];
