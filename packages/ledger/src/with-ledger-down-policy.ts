import type {
  Budget,
  Clock,
  LedgerPort,
  ReserveOutcome,
  ReserveRequest,
} from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";
import { assertReserve } from "./assert-reserve.ts";
import { createReconcile } from "./create-reconcile.ts";
import type { LedgerDownNotice } from "./ledger-down-notice.ts";
import { createLedgerLink, type LedgerLink, type LinkOutcome } from "./ledger-link.ts";
import { createMemoryShare } from "./memory-share.ts";
import {
  createOutageBook,
  excessHere,
  type OutageBook,
  type Owed,
  type OwedEnd,
} from "./outage-book.ts";
import { createNewestMap } from "./newest-map.ts";

export interface LedgerDownOptions {
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  /** What a budget's policy says; called once for each line of an attempt while it is down. */
  readonly onLedgerDown: (budgetId: string) => Budget["onLedgerDown"];
  /** A call that takes longer counts as failed: slow is down. Milliseconds; default 250. */
  readonly timeoutMs?: number;
  /** A ledger that is down is asked again this often. Milliseconds; default 1,000. */
  readonly retryMs?: number;
  /** Told what happens; it must not throw. Default: nobody is. */
  readonly onNotice?: (notice: LedgerDownNotice) => void;
}

export interface LedgerDownLedger extends LedgerPort {
  /**
   * @param withinMs how long this caller can wait, in milliseconds. One that waits less than
   *   `timeoutMs` gets what the policy says of its budgets, and the ledger is not down for others
   */
  reserve(request: ReserveRequest, withinMs?: number): Promise<ReserveOutcome>;
  /**
   * @param onBooked told the excess once the ledger itself has booked what it missed at first: only
   *   then is it known whether the lease was over. It must not throw
   */
  settle(
    end: Parameters<LedgerPort["settle"]>[0],
    onBooked?: (excessMicroUsd: number) => void,
  ): ReturnType<LedgerPort["settle"]>;
  /** The router's own word is all there is where the ledger brings nobody together. */
  share: NonNullable<LedgerPort["share"]>;
  /** Whether the ledger has yet to be told something about an attempt. */
  owes(attemptId: string): boolean;
  /** Tells the ledger what it missed, as far as it can be reached. For the end of a process. */
  reconcile(): Promise<void>;
}

/** Attempts that may be owed at once. An attempt beyond it is denied until the ledger is back. */
const OWED_MAX = 10_000;
/** Attempts whose reserved amount is remembered at least, to tell the excess of a settlement. */
const AMOUNTS_MIN = 10_000;

/**
 * A ledger that keeps to each budget's `onLedgerDown` while the ledger behind it fails or is slow.
 *
 * - A line of a `fail-closed` budget rejects the reservation with the ledger's failure as `cause`.
 * - Lines of `fail-open-within` budgets are held in this process's memory, up to the amount, which
 *   is for this process and for all that the ledger has not been told yet.
 * - Ends are kept and told when the ledger is back: whether it has them already is settled by the
 *   attempt's id. What was allowed is booked beyond the cap if need be: it was spent.
 * - So a cap may be exceeded by the amount, once for each process, and by nothing else.
 * - What is owed is lost with the process: call `reconcile` before it ends. Snapshots
 *   and words need the ledger and reject while it is down.
 * - A local ledger cannot be away, so its calls are passed on as they are.
 */
export function withLedgerDownPolicy(options: LedgerDownOptions): LedgerDownLedger {
  const { ledger, clock, onLedgerDown, timeoutMs = 250, retryMs = 1_000 } = options;
  const { share = createMemoryShare() } = ledger;
  if (ledger.isLocal === true)
    return { ...ledger, share, owes: () => false, reconcile: async () => {} };
  const { onNotice = () => {} } = options;
  const book = createOutageBook();
  const amounts = createNewestMap<number>(AMOUNTS_MIN);
  const link = linkOf(clock, timeoutMs, retryMs, onNotice);
  const remember = (attemptId: string, amountMicroUsd: number): void => {
    if (amounts.get(attemptId) === undefined) amounts.add(attemptId, amountMicroUsd);
  };
  const reconcile = createReconcile({ ledger, link, book, remember, onNotice });
  const parts: Parts = { book, remember, onLedgerDown, onNotice };
  /** Whatever is owed is told as soon as a call shows that the ledger is back. */
  const call = async <Result>(
    work: () => Promise<Result>,
    withinMs?: number,
  ): Promise<LinkOutcome<Result>> => {
    const outcome = await link.call(work, withinMs);
    if (outcome.ok && book.size() > 0) reconcile.begin();
    return outcome;
  };
  const keep = (end: OwedEnd, attemptId: string, isTold: boolean): Owed => {
    const known = book.find(attemptId) ?? { attemptId, isTold };
    if (known.end === undefined) book.put({ ...known, end });
    if (!link.isDown()) reconcile.begin();
    return known;
  };
  return {
    reserve: async (request, withinMs) => {
      assertReserve(request);
      if (book.find(request.attemptId)?.request !== undefined) return { ok: true };
      const asked = await call(async () => await ledger.reserve(request), withinMs);
      return reserve(parts, request, asked);
    },

    settle: async (end, onBooked) => {
      const { attemptId, amountMicroUsd, atMs } = end;
      assertMicroUsd(amountMicroUsd);
      let isTold = false;
      if (book.find(attemptId) === undefined) {
        const outcome = await call(async () => await ledger.settle(end));
        if (outcome.ok) return outcome.result;
        isTold = outcome.isInDoubt;
      }
      const known = keep({ kind: "settle", amountMicroUsd, atMs, onBooked }, attemptId, isTold);
      return { excessMicroUsd: excessHere(known, amounts.get(attemptId), amountMicroUsd, atMs) };
    },

    release: async (end) => {
      const { attemptId, atMs } = end;
      const isOwed = book.find(attemptId) !== undefined;
      if (!isOwed && (await call(async () => await ledger.release(end))).ok) return;
      keep({ kind: "release", atMs }, attemptId, false);
    },

    snapshot: async (lines, atMs) => {
      const outcome = await call(async () => await ledger.snapshot(lines, atMs));
      return resultOf(outcome, "its balances are unknown");
    },
    share: async (words, atMs) => {
      if (ledger.share === undefined) return await share(words, atMs);
      const outcome = await call(async () => await share(words, atMs));
      return resultOf(outcome, "others are not heard");
    },
    owes: (attemptId) => book.find(attemptId) !== undefined,
    reconcile: reconcile.finish,
  };
}

function resultOf<Result>(outcome: LinkOutcome<Result>, consequence: string): Result {
  if (outcome.ok) return outcome.result;
  throw new Error(`The ledger is down, so ${consequence}.`, { cause: outcome.error });
}

function linkOf(
  clock: Clock,
  timeoutMs: number,
  retryMs: number,
  onNotice: (notice: LedgerDownNotice) => void,
): LedgerLink {
  return createLedgerLink({
    clock,
    timeoutMs,
    retryMs,
    onDown: (error) => onNotice({ kind: "ledger-down", error }),
    onUp: () => onNotice({ kind: "ledger-up" }),
  });
}

interface Parts {
  readonly book: OutageBook;
  readonly remember: (attemptId: string, amountMicroUsd: number) => void;
  readonly onLedgerDown: LedgerDownOptions["onLedgerDown"];
  readonly onNotice: (notice: LedgerDownNotice) => void;
}

/** Throws what a closed budget has to say. */
function reserve(
  { book, remember, onLedgerDown, onNotice }: Parts,
  request: ReserveRequest,
  asked: LinkOutcome<ReserveOutcome>,
): ReserveOutcome {
  const { attemptId, amountMicroUsd, atMs } = request;
  if (asked.ok) {
    if (asked.result.ok) remember(attemptId, amountMicroUsd);
    return asked.result;
  }
  const verdict = judgeHere(book, request, onLedgerDown);
  if (verdict.kind === "allowed") {
    book.put({ attemptId, request, isTold: false });
    onNotice({ kind: "allowed", attemptId, amountMicroUsd });
    return { ok: true };
  }
  // The answer may be lost and the money held; without room for a note the lease frees it.
  if (asked.isInDoubt && book.size() < OWED_MAX)
    book.put({ attemptId, end: { kind: "release", atMs }, isTold: false });
  onNotice({ kind: "denied", attemptId, amountMicroUsd, budgetId: verdict.budgetId });
  if (verdict.kind === "denied") return verdict.outcome;
  const { error: cause } = asked;
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new Error(`${verdict.reason}: ${why}`, { cause });
}

type Verdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "denied"; readonly budgetId: string; readonly outcome: ReserveOutcome }
  | { readonly kind: "closed"; readonly budgetId: string; readonly reason: string };

/** Whether the allowances of an attempt's budgets let it through without the ledger. */
function judgeHere(
  book: OutageBook,
  { amountMicroUsd, lines, atMs }: ReserveRequest,
  onLedgerDown: LedgerDownOptions["onLedgerDown"],
): Verdict {
  for (const { budgetId } of lines) {
    const policy = onLedgerDown(budgetId);
    if (policy.kind === "fail-closed")
      return {
        kind: "closed",
        budgetId,
        reason: `The ledger is down and ${budgetId} fails closed`,
      };
    if (book.size() >= OWED_MAX)
      return {
        kind: "closed",
        budgetId,
        reason: `The ledger is down and ${OWED_MAX} attempts wait to be told, the most there may be`,
      };
    const leftMicroUsd = policy.microUsd - book.usedMicroUsd(budgetId, atMs);
    if (amountMicroUsd <= leftMicroUsd) continue;
    const outcome = {
      ok: false,
      budgetId,
      neededMicroUsd: amountMicroUsd,
      leftMicroUsd: Math.max(0, leftMicroUsd),
    } as const;
    return { kind: "denied", budgetId, outcome };
  }
  return { kind: "allowed" };
}
