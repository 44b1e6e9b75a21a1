import { strict as assert } from "node:assert";
import type { LedgerPort, ReserveOutcome, ReserveRequest } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";
import { assertReserve } from "./assert-reserve.ts";
import { denialOf } from "./denial-of.ts";
import { openLedgerFile } from "./ledger-file.ts";
import { createTransactions } from "./sqlite-transactions.ts";
import { createSqliteShare } from "./sqlite-share.ts";
import { createSqliteAttempts, type SqliteAttempts } from "./sqlite-attempts.ts";
import { createSqliteWindows, type SqliteWindows } from "./sqlite-windows.ts";

export interface SqliteLedgerOptions {
  /** Path of the ledger's file, which is made if it is missing. `:memory:` keeps none. */
  readonly file: string;
  /** Micro-US-dollars by budget id, already spent at the budget's first use. Default: none. */
  readonly opening?: Readonly<Record<string, number>>;
  /**
   * How long a call waits for other processes to finish writing before it rejects. The wait blocks
   * this process. In milliseconds; default 250.
   */
  readonly busyTimeoutMs?: number;
}

export interface SqliteLedger extends LedgerPort {
  /** Closes the file. Calls after it reject. */
  close(): void;
}

/**
 * The book of spend in an SQLite file: for several processes of one machine, and over restarts.
 *
 * - Each call is one transaction, so a process that is killed leaves whole entries. What was
 *   acknowledged survives the death of processes; a power cut may lose the last moments (WAL,
 *   synchronous NORMAL), and never leaves a broken file.
 * - Works as the memory ledger does. Time is the callers': leases and windows go by `atMs`.
 * - Ends are remembered for an hour, expired attempts for a day, calendar windows for 32 days after
 *   their end. Besides, the file grows by a row for each budget id and rolling length ever named.
 * - Reading and writing block the process: some 50 us for each call.
 * - Needs `node:sqlite`: Node 22.13 or later. Keep the file off network disks: SQLite's locks do not
 *   hold there.
 *
 * Throws `Error` for a file that is no ledger or one of a newer format, and `AssertionError` as the
 * memory ledger does. A call rejects when the file stays locked for `busyTimeoutMs`.
 */
export function createSqliteLedger({
  file,
  opening = {},
  busyTimeoutMs = 250,
}: SqliteLedgerOptions): SqliteLedger {
  for (const amountMicroUsd of Object.values(opening)) assertMicroUsd(amountMicroUsd);
  const database = openLedgerFile(file, busyTimeoutMs);
  const windows = createSqliteWindows(database, opening);
  const attempts = createSqliteAttempts(database);
  const share = createSqliteShare(database, windows);
  const transact = createTransactions(database);
  const book: Book = { windows, attempts };
  return {
    reserve: async (request) => {
      assertReserve(request);
      return transact(() => reserve(book, request));
    },
    settle: async ({ attemptId, amountMicroUsd, atMs }) => {
      assertMicroUsd(amountMicroUsd);
      return { excessMicroUsd: transact(() => settle(book, attemptId, amountMicroUsd, atMs)) };
    },
    release: async ({ attemptId, atMs }) => transact(() => release(book, attemptId, atMs)),
    snapshot: async (lines, atMs) =>
      transact(() => {
        expire(book, atMs);
        return lines.map((line) => {
          const { spentMicroUsd, reservedMicroUsd } = windows.find(line, atMs);
          const { budgetId, capMicroUsd } = line;
          return { budgetId, spentMicroUsd, reservedMicroUsd, capMicroUsd };
        });
      }),
    share: async (words, atMs) => transact(() => words.map((word) => share(word, atMs))),
    close: () => database.close(),
  };
}

interface Book {
  readonly windows: SqliteWindows;
  readonly attempts: SqliteAttempts;
}

function reserve({ windows, attempts }: Book, request: ReserveRequest): ReserveOutcome {
  const { attemptId, amountMicroUsd, lines, atMs, leaseMs } = request;
  expire({ windows, attempts }, atMs);
  if (attempts.isKnown(attemptId)) return { ok: true };
  const windowIds: number[] = [];
  for (const line of lines) {
    const { id, spentMicroUsd, reservedMicroUsd } = windows.find(line, atMs);
    const leftMicroUsd = line.capMicroUsd - spentMicroUsd - reservedMicroUsd;
    const denial = denialOf(line, amountMicroUsd, leftMicroUsd);
    if (denial !== undefined) return denial;
    windowIds.push(id);
  }
  for (const id of windowIds) windows.hold(id, amountMicroUsd);
  attempts.open({ attemptId, amountMicroUsd, windowIds }, atMs, leaseMs);
  return { ok: true };
}

function settle(
  { windows, attempts }: Book,
  attemptId: string,
  amountMicroUsd: number,
  atMs: number,
): number {
  const attempt = attempts.find(attemptId);
  assert(
    attempt !== undefined,
    `Attempt ${attemptId} was never reserved, or ended too long ago: reserve before you settle.`,
  );
  const { state, windowIds } = attempt;
  if (state === "settled" || state === "released") return attempt.excessMicroUsd;
  const heldMicroUsd = state === "held" ? attempt.amountMicroUsd : 0;
  const excessMicroUsd = Math.max(0, amountMicroUsd - heldMicroUsd);
  for (const id of windowIds) windows.post(id, heldMicroUsd, amountMicroUsd, atMs);
  attempts.end(attemptId, "settled", atMs, excessMicroUsd);
  return excessMicroUsd;
}

function release({ windows, attempts }: Book, attemptId: string, atMs: number): void {
  const attempt = attempts.find(attemptId);
  if (attempt?.state !== "held") return;
  for (const id of attempt.windowIds) windows.hold(id, -attempt.amountMicroUsd);
  attempts.end(attemptId, "released", atMs, 0);
}

function expire({ windows, attempts }: Book, atMs: number): void {
  for (const { attemptId, amountMicroUsd, windowIds } of attempts.due(atMs)) {
    for (const id of windowIds) windows.hold(id, -amountMicroUsd);
    attempts.end(attemptId, "expired", atMs, 0);
  }
}
