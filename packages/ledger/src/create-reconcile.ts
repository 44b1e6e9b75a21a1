import { AssertionError } from "node:assert";
import type { LedgerPort } from "@switchyard/contract";
import type { LedgerDownNotice } from "./ledger-down-notice.ts";
import type { LedgerLink } from "./ledger-link.ts";
import type { OutageBook, Owed } from "./outage-book.ts";

export interface ReconcileParts {
  readonly ledger: LedgerPort;
  readonly link: LedgerLink;
  readonly book: OutageBook;
  /** Told the amount of an attempt that the ledger now holds. */
  readonly remember: (attemptId: string, amountMicroUsd: number) => void;
  readonly onNotice: (notice: LedgerDownNotice) => void;
}

export interface Reconcile {
  /** Begins, unless it is under way. */
  readonly begin: () => void;
  /** Resolves when all is told that was owed at the call, or the ledger is down. */
  readonly finish: () => Promise<void>;
}

/**
 * Tells the ledger what it missed, oldest first, until all is told or the ledger is down again.
 * Runs once at a time; it never rejects.
 */
export function createReconcile(parts: ReconcileParts): Reconcile {
  const { book } = parts;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    for (let owed = book.oldest(); owed !== undefined; owed = book.oldest())
      if (!(await tell(parts, owed))) return;
  };
  const begin = (): Promise<void> => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    begin: () => {
      void begin();
    },
    finish: async () => {
      // One under way may have met a ledger that was down a moment ago.
      await running;
      await begin();
    },
  };
}

/** False if the ledger is down. */
async function tell(parts: ReconcileParts, owed: Owed): Promise<boolean> {
  const { book, remember, onNotice } = parts;
  const { attemptId, request, end } = owed;
  const spentMicroUsd = end?.kind === "settle" ? end.amountMicroUsd : 0;
  try {
    if (!(await tellHold(parts, owed)) || !(await tellEnd(parts, owed))) return false;
    if (end === undefined) remember(attemptId, request?.amountMicroUsd ?? 0);
    else if (request !== undefined) onNotice({ kind: "reconciled", attemptId, spentMicroUsd });
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    onNotice({ kind: "unbooked", attemptId, spentMicroUsd });
  }
  book.strike(owed);
  return true;
}

async function tellHold(
  { ledger, link }: ReconcileParts,
  { request, end, isTold }: Owed,
): Promise<boolean> {
  if (request === undefined || end?.kind === "release" || isTold) return true;
  // The money is held or spent already, so no cap may stop the booking.
  const lines = request.lines.map((line) => ({ ...line, capMicroUsd: Number.MAX_SAFE_INTEGER }));
  const held = await link.call(async () => await ledger.reserve({ ...request, lines }));
  return held.ok;
}

async function tellEnd({ ledger, link, book }: ReconcileParts, owed: Owed): Promise<boolean> {
  const { attemptId, end } = owed;
  if (end === undefined) return true;
  const { atMs } = end;
  const told = await link.call(async () => {
    if (end.kind === "settle") {
      const { amountMicroUsd } = end;
      return (await ledger.settle({ attemptId, amountMicroUsd, atMs })).excessMicroUsd;
    }
    await ledger.release({ attemptId, atMs });
    return 0;
  });
  if (told.ok && end.kind === "settle") end.onBooked?.(told.result);
  // To hold it again could book it twice, once the ledger has forgotten that it ended.
  if (!told.ok && told.isInDoubt) book.put({ ...owed, isTold: true });
  return told.ok;
}
