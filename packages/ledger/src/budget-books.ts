import type { BudgetLine, WindowInstance } from "@switchyard/contract";
import { createCalendarBook, createRollingBook, post, type WindowBook } from "./window-book.ts";

/** The current window and the one before, which a clock that steps back finds as it was. */
const WINDOWS_KEPT = 2;

interface KeptWindow {
  readonly window: WindowInstance;
  readonly book: WindowBook;
}

/**
 * Finds the book of a line's window, opening it at its first use. Caps are no part of a book, so
 * an edited cap leaves the spend as it is.
 *
 * Grows by one entry for each budget id ever named.
 *
 * @param opening spend already in the window that is current at a budget's first use
 */
export function createBudgetBooks(
  opening: Readonly<Record<string, number>>,
): (line: BudgetLine, atMs: number) => WindowBook {
  const budgets = new Map<string, KeptWindow[]>();
  return ({ budgetId, window }, atMs) => {
    const kept = budgets.get(budgetId);
    if (kept !== undefined)
      for (const entry of kept) if (isSameWindow(entry.window, window)) return entry.book;

    const book =
      window.kind === "calendar" ? createCalendarBook() : createRollingBook(window.durationMs);
    if (kept === undefined) {
      budgets.set(budgetId, [{ window, book }]);
      post(book, Object.hasOwn(opening, budgetId) ? (opening[budgetId] ?? 0) : 0, atMs);
    } else {
      kept.unshift({ window, book });
      kept.splice(WINDOWS_KEPT);
    }
    return book;
  };
}

function isSameWindow(one: WindowInstance, other: WindowInstance): boolean {
  if (one === other) return true;
  return one.kind === "calendar"
    ? other.kind === "calendar" && one.key === other.key
    : other.kind === "rolling" && one.durationMs === other.durationMs;
}
