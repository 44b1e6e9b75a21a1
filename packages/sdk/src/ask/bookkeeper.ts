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
/** As long as a lease leaves for settling. Tries, and not time, so that a freeze uses up but one. */
const RETRIES_MAX = LEASE_MARGIN_MS / RETRY_MS;

export interface BookkeeperParts {
  readonly ledger: LedgerDownLedger;
  readonly clock: Clock;
  /** Given each end that is under way. */
  readonly waitUntil?: (pending: Promise<void>) => void;
}

/** An end under way. */
interface Booking {
  /** Its index among them. */
  place: number;
  done: Promise<void> | undefined;
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
 * Books ends while the answers go out. An end that a ledger misses is told again, once a second for
 * as long as its lease leaves for settling; then it is given up, with an event.
 */
export function createBookkeeper(parts: BookkeeperParts): Bookkeeper {
  const { waitUntil } = parts;
  /** In no order: a map that an entry comes to and leaves makes its table anew each time. */
  const pending: Booking[] = [];
  const forget = (booking: Booking): void => {
    const last = pending.pop();
    if (last === undefined || last === booking) return;
    pending[booking.place] = last;
    last.place = booking.place;
  };
  let unbooked = 0;
  const book = async (
    booking: Booking,
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
      forget(booking);
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
      const booking: Booking = { place: pending.length, done: undefined };
      pending.push(booking);
      const done = book(booking, events, askId, attempt, settlement);
      booking.done = done;
      try {
        waitUntil?.(done);
      } catch {
        // Outside a request a platform may refuse to wait. Booking goes on; its lease is the fallback.
      }
      return pending.length > PENDING_MAX ? done : undefined;
    },
    flush: async () => {
      await Promise.all(pending.map(({ done }) => done));
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

/** Rejects when the ledger was not told in {@link RETRIES_MAX} tries. */
async function tellLedger(
  { ledger, clock }: BookkeeperParts,
  events: BookEvents,
  askId: string,
  { attemptId, amountMicroUsd: heldMicroUsd }: Attempt,
  settlement: Settlement,
): Promise<void> {
  const atMs = clock.epochMs();
  if (settlement.kind === "release") await ledger.release({ attemptId, atMs });
  else {
    const { amountMicroUsd } = settlement;
    let isReported = false;
    const onBooked = (excessMicroUsd: number): void => {
      // All of it is excess only where nothing was held any more.
      const isLate = heldMicroUsd > 0 && amountMicroUsd > 0 && excessMicroUsd === amountMicroUsd;
      if (!isLate || isReported) return;
      isReported = true;
      events.emit({ type: "lease-expired", askId, attemptId, amountMicroUsd });
    };
    onBooked((await ledger.settle({ attemptId, amountMicroUsd, atMs }, onBooked)).excessMicroUsd);
  }
  for (let tries = 0; ledger.owes(attemptId); tries += 1) {
    if (tries === RETRIES_MAX)
      throw new Error(`The ledger could not be told in ${tries} tries, ${RETRY_MS} ms apart.`);
    await clock.sleep(RETRY_MS);
    await ledger.reconcile();
  }
}
