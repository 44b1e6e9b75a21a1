import { strict as assert } from "node:assert";
import type { BudgetBalance, BudgetLine, LedgerPort, ReserveOutcome } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";
import { assertReserve } from "./assert-reserve.ts";
import { createAttemptBook, ENDED_ATTEMPTS_MIN } from "./attempt-book.ts";
import { createBudgetBooks } from "./budget-books.ts";
import { denialOf } from "./denial-of.ts";
import { createMemoryShare } from "./memory-share.ts";
import { post, spentMicroUsdAt, type WindowBook } from "./window-book.ts";

const RESERVED: ReserveOutcome = { ok: true };

export interface MemoryLedgerOptions {
  /**
   * Micro-US-dollars by budget id, already spent in the window that is current at the budget's
   * first use. Default: none.
   */
  readonly opening?: Readonly<Record<string, number>>;
}

/**
 * The book of spend in this process's memory: it starts empty and ends with the process.
 *
 * - A reservation belongs to the windows it was made in; its settlement is posted there.
 * - A repeated reserve, settle or release of one attempt changes nothing more. The last
 *   {@link ENDED_ATTEMPTS_MIN} ends, at least, are remembered for that.
 * - A settlement after the lease has expired is booked in full, and all of it is excess: nothing
 *   was held for it any more. A settlement after a release is not booked.
 * - Routers that are given one such ledger throttle as one.
 * - Memory is bounded by the budgets and their routes named, the attempts in flight and the ends remembered.
 *
 * Throws `AssertionError` for an amount that is no whole number of micro-dollars, and for the
 * settlement of an attempt that was never reserved or is long forgotten.
 */
export function createMemoryLedger({ opening = {} }: MemoryLedgerOptions = {}): LedgerPort {
  for (const amountMicroUsd of Object.values(opening)) assertMicroUsd(amountMicroUsd);
  const bookOf = createBudgetBooks(opening);
  const attempts = createAttemptBook();
  return {
    isLocal: true,
    reserve: async (request) => {
      const { attemptId, amountMicroUsd, lines, atMs, leaseMs } = request;
      assertReserve(request);
      attempts.expire(atMs);
      if (attempts.find(attemptId) !== undefined) return RESERVED;
      const books: WindowBook[] = [];
      for (const line of lines) {
        const book = bookOf(line, atMs);
        const leftMicroUsd = line.capMicroUsd - spentMicroUsdAt(book, atMs) - book.reservedMicroUsd;
        const denial = denialOf(line, amountMicroUsd, leftMicroUsd);
        if (denial !== undefined) return denial;
        books.push(book);
      }
      attempts.hold(attemptId, amountMicroUsd, books, atMs + leaseMs);
      return RESERVED;
    },

    settle: async ({ attemptId, amountMicroUsd, atMs }) => {
      assertMicroUsd(amountMicroUsd);
      const attempt = attempts.find(attemptId);
      if (attempt === undefined)
        return assert.fail(
          `Attempt ${attemptId} was never reserved, or is not among the last ` +
            `${ENDED_ATTEMPTS_MIN} that ended: reserve before you settle.`,
        );
      if (attempt.state !== "ended") {
        const heldMicroUsd = attempt.state === "held" ? attempt.amountMicroUsd : 0;
        for (const book of attempt.books) post(book, amountMicroUsd, atMs);
        attempts.end(attempt, Math.max(0, amountMicroUsd - heldMicroUsd));
      }
      return { excessMicroUsd: attempt.excessMicroUsd };
    },

    release: async ({ attemptId }) => {
      const attempt = attempts.find(attemptId);
      if (attempt?.state === "held") attempts.end(attempt, 0);
    },

    snapshot: async (lines, atMs) => {
      attempts.expire(atMs);
      return lines.map((line) => balanceOf(line, bookOf(line, atMs), atMs));
    },
    share: createMemoryShare(bookOf),
  };
}

function balanceOf(
  { budgetId, capMicroUsd }: BudgetLine,
  book: WindowBook,
  atMs: number,
): BudgetBalance {
  const { reservedMicroUsd } = book;
  const spentMicroUsd = Math.min(spentMicroUsdAt(book, atMs), Number.MAX_SAFE_INTEGER);
  return { budgetId, capMicroUsd, reservedMicroUsd, spentMicroUsd };
}
