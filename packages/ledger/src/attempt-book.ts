import { createLeaseHeap, type Lease } from "./lease-heap.ts";
import type { WindowBook } from "./window-book.ts";

/**
 * Ended attempts remembered, so that an end told twice is booked once. This process tells an end
 * again at once or not at all; a longer memory would not stay in the processor's caches.
 */
export const ENDED_ATTEMPTS_MIN = 1_000;

/** Expired attempts remembered: what they spent may be told long after, and few expire. */
export const EXPIRED_ATTEMPTS_MIN = 10_000;

/**
 * An attempt that holds money, or did. A plain record: what changes, changes in place. Once its
 * attempt is forgotten it may serve another, so nobody keeps one over a call.
 */
export interface Attempt extends Lease {
  attemptId: string;
  amountMicroUsd: number;
  /** Every book that it is charged to, until it has ended. */
  books: readonly WindowBook[];
  /** An expired attempt holds nothing; what it spent may still be told, which ends it. */
  state: "held" | "expired" | "ended";
  /** As its settlement said; 0 without one. */
  excessMicroUsd: number;
}

/** Which attempts hold money, and how the last ones ended. */
export interface AttemptBook {
  find(attemptId: string): Attempt | undefined;
  /** Holds an amount in the books until the attempt ends or its lease is over. */
  hold(
    attemptId: string,
    amountMicroUsd: number,
    books: readonly WindowBook[],
    expiresAtMs: number,
  ): void;
  end(attempt: Attempt, excessMicroUsd: number): void;
  /** Drops every hold whose lease is over. */
  expire(atMs: number): void;
}

/** An empty book. It grows with the attempts in flight and remembers a bounded number of ends. */
export function createAttemptBook(): AttemptBook {
  const attempts = new Map<string, Attempt>();
  const leases = createLeaseHeap<Attempt>();
  const ended = createNewestRing(ENDED_ATTEMPTS_MIN);
  const expired = createNewestRing(EXPIRED_ATTEMPTS_MIN);
  // A record that lives for a thousand attempts and then dies is what the collector is slowest at.
  let spare: Attempt | undefined;

  const drop = (attempt: Attempt, ring: NewestRing): void => {
    for (const book of attempt.books) book.reservedMicroUsd -= attempt.amountMicroUsd;
    const forgotten = ring(attempt);
    if (forgotten === undefined) return;
    attempts.delete(forgotten.attemptId);
    spare = forgotten;
  };
  return {
    find: (attemptId) => attempts.get(attemptId),
    hold: (attemptId, amountMicroUsd, books, expiresAtMs) => {
      for (const book of books) book.reservedMicroUsd += amountMicroUsd;
      const attempt = spare ?? blankAttempt();
      spare = undefined;
      attempt.attemptId = attemptId;
      attempt.amountMicroUsd = amountMicroUsd;
      attempt.books = books;
      attempt.expiresAtMs = expiresAtMs;
      attempt.state = "held";
      attempt.excessMicroUsd = 0;
      attempts.set(attemptId, attempt);
      leases.add(attempt);
    },
    end: (attempt, excessMicroUsd) => {
      if (attempt.state === "held") {
        leases.remove(attempt);
        drop(attempt, ended);
      }
      attempt.state = "ended";
      attempt.excessMicroUsd = excessMicroUsd;
      attempt.books = NO_BOOKS;
    },
    expire: (atMs) => {
      let attempt = leases.takeDue(atMs);
      while (attempt !== undefined) {
        attempt.state = "expired";
        drop(attempt, expired);
        attempt = leases.takeDue(atMs);
      }
    },
  };
}

const NO_BOOKS: readonly WindowBook[] = [];

function blankAttempt(): Attempt {
  return {
    attemptId: "",
    amountMicroUsd: 0,
    books: NO_BOOKS,
    expiresAtMs: 0,
    place: 0,
    state: "held",
    excessMicroUsd: 0,
  };
}

/** Takes the attempt that ended now, and gives the one that enough have ended after. */
type NewestRing = (newest: Attempt) => Attempt | undefined;

function createNewestRing(newerMin: number): NewestRing {
  const ring: Attempt[] = [];
  let next = 0;
  return (newest) => {
    const oldest = ring[next];
    ring[next] = newest;
    next = (next + 1) % (newerMin + 1);
    return oldest;
  };
}
