import type { Clock } from "@switchyard/contract";
import type { LedgerDownLedger } from "@switchyard/ledger";
import type { Attempt } from "../climb/climb-state.ts";
import { LEASE_MARGIN_MS } from "../climb/reserve-attempt.ts";
import { amountOf, type Settlement } from "../climb/settlement.ts";
import type { EventEmitter } from "../events/event-emitter.ts";

/** Ends under way at once. An ask beyond it waits for its own: the ledger cannot keep up. */
const PENDING_MAX = 10_000;
/** A ledger that missed an end is told again this often. */
const RETRY_MS = 1_000;

export interface BookkeeperParts {
  readonly ledger: LedgerDownLedger;
  readonly clock: Clock;
  /** Given each end that is under way. */
  readonly waitUntil?: (pending: Promise<void>) => void;
}

type BookEvents = Pick<EventEmitter, "emit">;

/** Tells the ledger how reservations ended, behind the answers' backs. */
export interface Bookkeeper {
  /**
   * Tells the end as an event and begins to book it. Undefined: the ask need not wait, as always
   * unless too many do.
   *
   * @param events of the bundle that the ask goes by
   */
  close(
    events: BookEvents,
    askId: string,
    attempt: Attempt,
    settlement: Settlement,
  ): Promise<void> | undefined;
  /** Resolves when every end told so far is booked or given up. Never rejects. */
  flush(): Promise<void>;
  /** Ends that were given up. */
  readonly unbooked: number;
}

/**
 * Books ends while the answers go out. An end that a ledger misses is told again until the time
 * that its lease leaves for settling is over; then it is given up, with an event.
 */
export function createBookkeeper(parts: BookkeeperParts): Bookkeeper {
  const { waitUntil } = parts;
  /** By the number of their booking: a promise as a key would cost more than to book. */
  const pending = new Map<number, Promise<void>>();
  let bookings = 0;
  let unbooked = 0;
  const book = async (
    booking: number,
    events: BookEvents,
    askId: string,
    attempt: Attempt,
    settlement: Settlement,
  ): Promise<void> => {
    try {
      await tellLedger(parts, events, askId, attempt, settlement);
    } catch (error) {
      unbooked += 1;
      const { attemptId } = attempt;
      const cause = error instanceof Error ? error.message : String(error);
      const amountMicroUsd = amountOf(settlement);
      events.emit({ type: "settlement-failed", askId, attemptId, amountMicroUsd, cause });
    } finally {
      pending.delete(booking);
    }
  };
  return {
    get unbooked() {
      return unbooked;
    },
    close: (events, askId, attempt, settlement) => {
      // The event tells what was spent, whatever becomes of the ledger.
      tellEnd(events, askId, attempt, settlement);
      if (attempt.lines.length === 0) return undefined;
      bookings += 1;
      const booking = book(bookings, events, askId, attempt, settlement);
      pending.set(bookings, booking);
      try {
        waitUntil?.(booking);
      } catch {
        // Outside a request a platform may refuse to wait. Booking goes on; its lease is the fallback.
      }
      return pending.size > PENDING_MAX ? booking : undefined;
    },
    flush: async () => {
      await Promise.all(pending.values());
    },
  };
}

function tellEnd(
  events: BookEvents,
  askId: string,
  { attemptId, lines, amountMicroUsd: heldMicroUsd }: Attempt,
  settlement: Settlement,
): void {
  if (settlement.kind === "release") {
    events.emit({ type: "budget-released", askId, attemptId });
    return;
  }
  const { amountMicroUsd, source } = settlement;
  const excessMicroUsd = lines.length > 0 ? Math.max(0, amountMicroUsd - heldMicroUsd) : 0;
  events.emit({
    type: "budget-settled",
    askId,
    attemptId,
    amountMicroUsd,
    source,
    excessMicroUsd,
  });
}

/** Rejects when the ledger was not told in time. */
async function tellLedger(
  { ledger, clock }: BookkeeperParts,
  events: BookEvents,
  askId: string,
  { attemptId, amountMicroUsd: heldMicroUsd }: Attempt,
  settlement: Settlement,
): Promise<void> {
  const atMs = clock.epochMs();
  const giveUpAtMs = clock.nowMs() + LEASE_MARGIN_MS;
  if (settlement.kind === "release") await ledger.release({ attemptId, atMs });
  else {
    const { amountMicroUsd } = settlement;
    const { excessMicroUsd } = await ledger.settle({ attemptId, amountMicroUsd, atMs });
    // All of it is excess only where nothing was held any more.
    const isLate = heldMicroUsd > 0 && amountMicroUsd > 0 && excessMicroUsd === amountMicroUsd;
    if (isLate) events.emit({ type: "lease-expired", askId, attemptId, amountMicroUsd });
  }
  while (ledger.owes(attemptId)) {
    if (clock.nowMs() >= giveUpAtMs)
      throw new Error(`The ledger could not be told within ${LEASE_MARGIN_MS} ms.`);
    await clock.sleep(RETRY_MS);
    await ledger.reconcile();
  }
}
