import type { BudgetLine, LedgerPort, ReserveOutcome, ReserveRequest } from "@switchyard/contract";

/** A ledger so plain that its truth can be read: it keeps every entry and sums them anew. */
export interface ReferenceLedger {
  readonly port: LedgerPort;
  /** Excess reported so far for a window. */
  readonly excessMicroUsd: (line: BudgetLine) => number;
}

interface Entry {
  readonly windows: readonly string[];
  readonly heldMicroUsd: number;
  readonly expiresAtMs: number;
  state: "held" | "released" | "expired" | "settled";
  spentMicroUsd: number;
  excessMicroUsd: number;
}

interface Book {
  readonly opening: Readonly<Record<string, number>>;
  /** By attempt id. */
  readonly entries: Map<string, Entry>;
  /** The window of each budget's first use. */
  readonly openedIn: Map<string, string>;
}

/** Covers calendar windows only: what a rolling one forgets depends on its parts. */
export function createReferenceLedger(
  opening: Readonly<Record<string, number>> = {},
): ReferenceLedger {
  const book: Book = { opening, entries: new Map(), openedIn: new Map() };
  const port: LedgerPort = {
    reserve: async (request) => reserve(book, request),
    settle: async ({ attemptId, amountMicroUsd }) => settle(book, attemptId, amountMicroUsd),
    release: async ({ attemptId }) => {
      const entry = book.entries.get(attemptId);
      if (entry?.state === "held") entry.state = "released";
    },
    snapshot: async (lines, atMs) => {
      expire(book, atMs);
      return lines.map((line) => ({
        budgetId: line.budgetId,
        capMicroUsd: line.capMicroUsd,
        spentMicroUsd: spentIn(book, line),
        reservedMicroUsd: heldIn(book, line),
      }));
    },
  };
  return {
    port,
    excessMicroUsd: (line) => sum(book, line, ({ excessMicroUsd }) => excessMicroUsd),
  };
}

function reserve(book: Book, request: ReserveRequest): ReserveOutcome {
  const { attemptId, amountMicroUsd, lines, atMs, leaseMs } = request;
  expire(book, atMs);
  if (book.entries.has(attemptId)) return { ok: true };
  for (const line of lines) {
    const leftMicroUsd = line.capMicroUsd - spentIn(book, line) - heldIn(book, line);
    if (leftMicroUsd >= amountMicroUsd) continue;
    return {
      ok: false,
      budgetId: line.budgetId,
      neededMicroUsd: amountMicroUsd,
      leftMicroUsd: Math.max(0, leftMicroUsd),
      ...(line.window.kind === "calendar" ? { resetsAtMs: line.window.endsAtMs } : {}),
    };
  }
  book.entries.set(attemptId, {
    windows: lines.map(windowOf),
    heldMicroUsd: amountMicroUsd,
    expiresAtMs: atMs + leaseMs,
    state: "held",
    spentMicroUsd: 0,
    excessMicroUsd: 0,
  });
  return { ok: true };
}

function settle(book: Book, attemptId: string, amountMicroUsd: number): { excessMicroUsd: number } {
  const entry = book.entries.get(attemptId);
  if (entry === undefined) throw new Error(`${attemptId} was never reserved`);
  if (entry.state === "held" || entry.state === "expired") {
    const coveredMicroUsd = entry.state === "held" ? entry.heldMicroUsd : 0;
    entry.excessMicroUsd = Math.max(0, amountMicroUsd - coveredMicroUsd);
    entry.spentMicroUsd = amountMicroUsd;
    entry.state = "settled";
  }
  return { excessMicroUsd: entry.excessMicroUsd };
}

function expire(book: Book, atMs: number): void {
  for (const entry of book.entries.values())
    if (entry.state === "held" && entry.expiresAtMs <= atMs) entry.state = "expired";
}

/** Asking is a budget's first use too. */
function spentIn(book: Book, line: BudgetLine): number {
  const window = windowOf(line);
  if (!book.openedIn.has(line.budgetId)) book.openedIn.set(line.budgetId, window);
  const opened = book.openedIn.get(line.budgetId) === window;
  const openingMicroUsd = opened ? (book.opening[line.budgetId] ?? 0) : 0;
  return openingMicroUsd + sum(book, line, ({ spentMicroUsd }) => spentMicroUsd);
}

function heldIn(book: Book, line: BudgetLine): number {
  return sum(book, line, ({ state, heldMicroUsd }) => (state === "held" ? heldMicroUsd : 0));
}

function sum(book: Book, line: BudgetLine, of: (entry: Entry) => number): number {
  return [...book.entries.values()]
    .filter(({ windows }) => windows.includes(windowOf(line)))
    .reduce((total, entry) => total + of(entry), 0);
}

function windowOf({ budgetId, window }: BudgetLine): string {
  return `${budgetId} ${window.kind === "calendar" ? window.key : window.durationMs}`;
}
