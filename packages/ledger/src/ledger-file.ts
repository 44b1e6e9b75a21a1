import { strict as assert } from "node:assert";
import { DatabaseSync } from "node:sqlite";
import { APPLICATION_ID, LEDGER_STEPS } from "./ledger-schema.ts";

/**
 * Opens a ledger's file, or makes it. A file of an earlier format is brought to this version's in
 * one transaction, with all that it holds. Other processes may do the same at the same time.
 *
 * Throws `Error` for a file that is no ledger, or one of a newer Switchyard.
 */
export function openLedgerFile(file: string, busyTimeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    if (formatOf(database, file) < LEDGER_STEPS.length) bringUpToDate(database, file);
    // A ledger answers to many processes: readers and the writer must not wait for each other.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** 0 for a file that is new. */
function formatOf(database: DatabaseSync, file: string): number {
  const applicationId = readHeader(database, file, "application_id");
  if (applicationId !== APPLICATION_ID) {
    const isEmpty = database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
    if (applicationId === 0 && isEmpty) return 0;
    throw new Error(`${file} is another program's database: give the ledger a file of its own.`);
  }
  const format = readHeader(database, file, "user_version");
  if (format <= LEDGER_STEPS.length) return format;
  throw new Error(
    `${file} is a ledger of format ${format}, and this version writes format ` +
      `${LEDGER_STEPS.length}: update @switchyard/ledger, or give another file.`,
  );
}

/** Two processes may find the same old file; the second finds the work done. */
function bringUpToDate(database: DatabaseSync, file: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const step of LEDGER_STEPS.slice(formatOf(database, file))) database.exec(step);
    database.exec(`PRAGMA user_version = ${LEDGER_STEPS.length}`);
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
