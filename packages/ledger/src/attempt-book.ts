import { createNewestMap } from "./newest-map.ts";
import type { WindowBook } from "./window-book.ts";

/**
 * Ended attempts remembered at least, so that an end told twice is booked once. This process tells
 * an end again at once or not at all; a longer memory would not stay in the processor's caches.
 */
export const ENDED_ATTEMPTS_MIN = 1_000;

/** Expired attempts remembered at least: what they spent may be told long after, and few expire. */
export const EXPIRED_ATTEMPTS_MIN = 10_000;

/** An attempt that holds money, or did. A plain record: what changes, changes in place. */
export interface Attempt {
  readonly amountMicroUsd: number;
  /** Every book that it is charged to. */
  readonly books: readonly WindowBook[];
  readonly expiresAtMs: number;
  /** An expired attempt holds nothing; what it spent may still be told, which ends it. */
  state: "held" | "expired" | "ended";
  /** As its settlement said; 0 without one. */
  excessMicroUsd: number;
}

/** Which attempts hold money, and how the last ones ended. */
export interface AttemptBook {
  find(attemptId: string): Attempt | undefined;
  /** Holds an attempt's amount in its books until it ends or its lease is over. */
  hold(attemptId: string, hold: Pick<Attempt, "amountMicroUsd" | "books" | "expiresAtMs">): void;
  end(attempt: Attempt, excessMicroUsd: number): void;
  /** Drops every hold whose lease is over. */
  expire(atMs: number): void;
}

/** An empty book. It grows with the attempts in flight and remembers a bounded number of ends. */
export function createAttemptBook(): AttemptBook {
  // Ends are forgotten by the half, since to delete one from a map costs more than all else here.
  let young = new Map<string, Attempt>();
  let old = new Map<string, Attempt>();
  let endedInYoung = 0;
  const expired = createNewestMap<Attempt>(EXPIRED_ATTEMPTS_MIN);
  let nextExpiryAtMs = Number.POSITIVE_INFINITY;

  const drop = ({ books, amountMicroUsd }: Attempt): void => {
    for (const book of books) book.reservedMicroUsd -= amountMicroUsd;
    endedInYoung += 1;
    if (endedInYoung < ENDED_ATTEMPTS_MIN) return;
    endedInYoung = 0;
    const forgotten = old;
    old = young;
    young = new Map();
    for (const [attemptId, attempt] of forgotten)
      if (attempt.state === "held") young.set(attemptId, attempt);
  };
  const expireIn = (attempts: ReadonlyMap<string, Attempt>, atMs: number): void => {
    for (const [attemptId, attempt] of attempts) {
      if (attempt.state !== "held") continue;
      if (attempt.expiresAtMs > atMs) {
        nextExpiryAtMs = Math.min(nextExpiryAtMs, attempt.expiresAtMs);
        continue;
      }
      attempt.state = "expired";
      expired.add(attemptId, attempt);
      drop(attempt);
    }
  };
  return {
    find: (attemptId) => young.get(attemptId) ?? old.get(attemptId) ?? expired.get(attemptId),
    hold: (attemptId, { amountMicroUsd, books, expiresAtMs }) => {
      for (const book of books) book.reservedMicroUsd += amountMicroUsd;
      young.set(attemptId, {
        amountMicroUsd,
        books,
        expiresAtMs,
        state: "held",
        excessMicroUsd: 0,
      });
      if (expiresAtMs < nextExpiryAtMs) nextExpiryAtMs = expiresAtMs;
    },
    end: (attempt, excessMicroUsd) => {
      const isHeld = attempt.state === "held";
      attempt.state = "ended";
      attempt.excessMicroUsd = excessMicroUsd;
      if (isHeld) drop(attempt);
    },
    expire: (atMs) => {
      // Most holds end long before their lease, so a scan is due about once in a lease.
      if (atMs < nextExpiryAtMs) return;
      nextExpiryAtMs = Number.POSITIVE_INFINITY;
      const halves = [young, old];
      for (const half of halves) expireIn(half, atMs);
    },
  };
}
