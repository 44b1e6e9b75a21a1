import type { BudgetLine, BudgetWord, LedgerPort } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";
import { createBudgetBooks } from "./budget-books.ts";
import { demandLine } from "./demand-line.ts";
import { post, spentMicroUsdAt, type WindowBook } from "./window-book.ts";

type Level = NonNullable<BudgetWord["level"]>;

/**
 * What the routers of one process tell each other of their budgets.
 *
 * @param bookOf the ledger's books. Default: books of its own
 */
export function createMemoryShare(
  bookOf: (line: BudgetLine, atMs: number) => WindowBook = createBudgetBooks({}),
): NonNullable<LedgerPort["share"]> {
  const levels = new Map<string, Level>();
  return async (words, atMs) =>
    words.map(({ budgetId, level, demandMicroUsd }) => {
      const known = levels.get(budgetId);
      const latest = known === undefined || (level && level.atMs >= known.atMs) ? level : known;
      if (latest !== undefined) levels.set(budgetId, latest);
      const demands = Object.entries(demandMicroUsd).map(([route, microUsd]) => {
        assertMicroUsd(microUsd);
        const book = bookOf(demandLine(budgetId, route), atMs);
        post(book, microUsd, atMs);
        return [route, spentMicroUsdAt(book, atMs)] as const;
      });
      return {
        budgetId,
        ...(latest !== undefined && { level: latest }),
        demandMicroUsd: Object.fromEntries(demands),
      };
    });
}
