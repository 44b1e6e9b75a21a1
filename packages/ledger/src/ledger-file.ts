import { strict as assert } from "node:assert";
import { DatabaseSync } from "node:sqlite";

/** "SwLg": marks a file as a ledger, in the header that SQLite keeps for that. */
const APPLICATION_ID = 0x53774c67;
const SCHEMA_VERSION = 1;

/**
 * Windows keep their ids for good, so a late end of a forgotten window finds none. An attempt's
 * windows are a JSON list of their ids, and a quota's state is JSON too. `due_at_ms` is when a held attempt expires and when an
 * ended one is forgotten.
 */
const SCHEMA = `
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
  CREATE TABLE level (
    budget_id TEXT PRIMARY KEY,
    in_force INTEGER NOT NULL,
    at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE quota (route TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE seat (
    route TEXT NOT NULL,
    id TEXT NOT NULL,
    segment TEXT NOT NULL,
    tokens REAL NOT NULL,
    ends_at_ms REAL NOT NULL,
    PRIMARY KEY (route, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX seat_ends ON seat (route, ends_at_ms);
  CREATE INDEX attempt_held ON attempt (due_at_ms) WHERE state = 'held';
  CREATE INDEX attempt_ended ON attempt (due_at_ms) WHERE state <> 'held';
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens a ledger's file, or makes it. Other processes may do the same at the same time.
 *
 * Throws `Error` for a file that is no ledger, or one of a newer Switchyard.
 */
export function openLedgerFile(file: string, busyTimeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    if (!isLedger(database, file)) create(database, file);
    // A ledger answers to many processes: readers and the writer must not wait for each other.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** False for a file that is new. */
function isLedger(database: DatabaseSync, file: string): boolean {
  const applicationId = readHeader(database, file, "application_id");
  if (applicationId !== APPLICATION_ID) {
    const isEmpty = database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
    if (applicationId === 0 && isEmpty) return false;
    throw new Error(`${file} is another program's database: give the ledger a file of its own.`);
  }
  const version = readHeader(database, file, "user_version");
  if (version === SCHEMA_VERSION) return true;
  throw new Error(
    `${file} is a ledger of format ${version}, and this version writes format ` +
      `${SCHEMA_VERSION}: update @switchyard/ledger, or give another file.`,
  );
}

/** Two processes may find the same new file; the second finds it made. */
function create(database: DatabaseSync, file: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    if (!isLedger(database, file)) database.exec(SCHEMA);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function readHeader(
  database: DatabaseSync,
  file: string,
  field: "application_id" | "user_version",
): number {
  try {
    const value = database.prepare(`PRAGMA ${field}`).get()?.[field];
    assert(typeof value === "number");
    return value;
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.includes("not a database")) throw cause;
    throw new Error(`${file} is no SQLite database: give the ledger a file of its own.`, { cause });
  }
}
