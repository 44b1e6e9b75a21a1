import { strict as assert } from "node:assert";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { ENDED_KEPT_MS, EXPIRED_KEPT_MS, FORGOTTEN_MAX } from "./retention.ts";

/** An attempt as a ledger's file knows it. */
export interface SqliteAttempt {
  readonly attemptId: string;
  readonly state: "held" | "settled" | "released" | "expired";
  /** Held while the state is `held`. */
  readonly amountMicroUsd: number;
  readonly excessMicroUsd: number;
  readonly windowIds: readonly number[];
}

/** The attempts of a ledger's file. Every call belongs inside a transaction. */
export interface SqliteAttempts {
  isKnown(attemptId: string): boolean;
  find(attemptId: string): SqliteAttempt | undefined;
  /** Adds a held attempt that is not known, and forgets some that ended long ago. */
  open(
    attempt: Pick<SqliteAttempt, "attemptId" | "amountMicroUsd" | "windowIds">,
    atMs: number,
    leaseMs: number,
  ): void;
  /** Says how an attempt ended. */
  end(
    attemptId: string,
    state: Exclude<SqliteAttempt["state"], "held">,
    atMs: number,
    excessMicroUsd: number,
  ): void;
  /** Held attempts whose lease is over. */
  due(atMs: number): readonly SqliteAttempt[];
}

const COLUMNS = "id, state, amount, excess, windows";

export function createSqliteAttempts(database: DatabaseSync): SqliteAttempts {
  const known = database.prepare("SELECT 1 FROM attempt WHERE id = ?");
  const byId = database.prepare(`SELECT ${COLUMNS} FROM attempt WHERE id = ?`);
  const overdue = database.prepare(
    `SELECT ${COLUMNS} FROM attempt WHERE state = 'held' AND due_at_ms <= ?`,
  );
  const add = database.prepare(
    `INSERT INTO attempt (id, state, amount, excess, windows, due_at_ms)
      VALUES (?, 'held', ?, 0, ?, ?)`,
  );
  const forget = database.prepare(
    `DELETE FROM attempt WHERE rowid IN (
      SELECT rowid FROM attempt WHERE state <> 'held' AND due_at_ms <= ? LIMIT ${FORGOTTEN_MAX})`,
  );
  const close = database.prepare(
    "UPDATE attempt SET state = ?, excess = ?, due_at_ms = ? WHERE id = ?",
  );
  return {
    isKnown: (attemptId) => known.get(attemptId) !== undefined,
    find: (attemptId) => {
      const row = byId.get(attemptId);
      return row === undefined ? undefined : attemptOf(row);
    },
    open: ({ attemptId, amountMicroUsd, windowIds }, atMs, leaseMs) => {
      forget.run(atMs);
      add.run(attemptId, amountMicroUsd, JSON.stringify(windowIds), atMs + leaseMs);
    },
    end: (attemptId, state, atMs, excessMicroUsd) => {
      const keptMs = state === "expired" ? EXPIRED_KEPT_MS : ENDED_KEPT_MS;
      close.run(state, excessMicroUsd, atMs + keptMs, attemptId);
    },
    due: (atMs) => overdue.all(atMs).map(attemptOf),
  };
}

function attemptOf(row: Readonly<Record<string, SQLOutputValue>>): SqliteAttempt {
  const { id, state, amount, excess, windows } = row;
  assert(state === "held" || state === "settled" || state === "released" || state === "expired");
  assert(typeof id === "string" && typeof amount === "number");
  assert(typeof excess === "number" && typeof windows === "string");
  const windowIds: unknown = JSON.parse(windows);
  assert(Array.isArray(windowIds));
  return {
    attemptId: id,
    state,
    amountMicroUsd: amount,
    excessMicroUsd: excess,
    windowIds: windowIds.map(Number),
  };
}
