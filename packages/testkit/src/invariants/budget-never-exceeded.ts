import type { BudgetReservedEvent, PolicyDocument } from "@switchyard/contract";
import { parseMicroUsd, parseShare } from "@switchyard/policy";
import { defineInvariant, type Invariant } from "./invariant.ts";

export const budgetNeverExceeded: Invariant = defineInvariant(
  "budget-never-exceeded",
  "Spend and holds of a budget's window are within its cap whenever money is held, over reloads too.",
  ({ bundles, events }, report) => {
    const books = new Map<string, Book>();
    const held = new Map<string, readonly Book[]>();
    const allowed = new Set<string>();
    let opening: Readonly<Record<string, number>> = {};
    for (const event of events) {
      switch (event.type) {
        case "rehearsal-started":
          opening = event.openingMicroUsd;
          break;
        case "allowance-changed":
          if (event.to === "used") allowed.add(event.attemptId);
          break;
        case "budget-reserved": {
          const { askId, attemptId, amountMicroUsd, atMs, leaseMs = Infinity } = event;
          const lines = linesOf(event).map(({ budget, window }) => {
            const key = `${budget} ${window}`;
            const book = books.get(key) ?? openBook(window, opening[budget] ?? 0, atMs);
            books.set(key, book);
            const cap = capMicroUsd(bundles[event.bundle]?.policy, budget);
            const sum = usedMicroUsd(book, atMs) + amountMicroUsd;
            // What a policy lets through while its ledger is down is told by an event of its own.
            if (sum > cap && !allowed.has(attemptId))
              report(`Budget ${budget} has ${sum} micro-USD held and spent of ${cap}.`, askId);
            return book;
          });
          for (const book of lines)
            book.holds.set(attemptId, { amountMicroUsd, endsAtMs: atMs + leaseMs });
          held.set(attemptId, lines);
          break;
        }
        case "budget-settled":
        case "budget-released": {
          const spentMicroUsd = event.type === "budget-settled" ? event.amountMicroUsd : 0;
          for (const book of held.get(event.attemptId) ?? []) {
            book.holds.delete(event.attemptId);
            book.spends.push({ amountMicroUsd: spentMicroUsd, atMs: event.atMs });
          }
          held.delete(event.attemptId);
          break;
        }
        default:
      }
    }
  },
);

/** One window of one budget. */
interface Book {
  /** Length of a rolling window; a calendar window forgets nothing. */
  readonly durationMs: number;
  readonly holds: Map<string, { readonly amountMicroUsd: number; readonly endsAtMs: number }>;
  /** In the order of time. */
  spends: { readonly amountMicroUsd: number; readonly atMs: number }[];
}

const ROLLING = "rolling:";

function openBook(window: string, amountMicroUsd: number, atMs: number): Book {
  const isRolling = window.startsWith(ROLLING);
  const durationMs = isRolling ? Number(window.slice(ROLLING.length)) : Infinity;
  return { durationMs, holds: new Map(), spends: [{ amountMicroUsd, atMs }] };
}

function usedMicroUsd(book: Book, atMs: number): number {
  book.spends = book.spends.filter((spend) => atMs < spend.atMs + book.durationMs);
  const spent = book.spends.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0);
  const open = [...book.holds.values()].filter(({ endsAtMs }) => atMs < endsAtMs);
  return open.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, spent);
}

/** Budgets of a reservation with their windows. An older writer's event has one window for all. */
function linesOf({
  budgets,
  windows,
}: BudgetReservedEvent): readonly { readonly budget: string; readonly window: string }[] {
  return budgets.map((budget, index) => ({ budget, window: windows?.[index] ?? "" }));
}

/** The cap of a budget, or of a route's share of one, which is named `BUDGET/ROUTE`. */
function capMicroUsd(policy: PolicyDocument | undefined, name: string): number {
  const [budgetId, routeId] = name.split("/");
  const budget = policy?.budgets.find(({ id }) => id === budgetId);
  if (budget === undefined) return Infinity;
  const cap = parseMicroUsd(budget.cap);
  if (routeId === undefined) return cap;
  const share = policy?.routes.find(({ id }) => id === routeId)?.quota?.share;
  return share === undefined ? cap : Math.floor(cap * parseShare(share));
}
