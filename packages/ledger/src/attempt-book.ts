import { createRecentMap } from "./recent-map.ts";
import type { WindowBook } from "./window-book.ts";

/** Ended attempts remembered, so that an end told twice is booked once. */
export const ENDED_ATTEMPTS_MAX = 10_000;

/** Money held for an attempt in every book that it is charged to. */
export interface Hold {
  readonly amountMicroUsd: number;
  readonly books: readonly WindowBook[];
  readonly expiresAtMs: number;
}

/** How an attempt ended. */
export type AttemptEnd =
  | { readonly kind: "settled"; readonly excessMicroUsd: number }
  | { readonly kind: "released" }
  /** Its books stay known: what the attempt spent may still be told. */
  | { readonly kind: "expired"; readonly books: readonly WindowBook[] };

/** Which attempts hold money, and how the last ones ended. */
export interface AttemptBook {
  holdOf(attemptId: string): Hold | undefined;
  endOf(attemptId: string): AttemptEnd | undefined;
  open(attemptId: string, hold: Hold): void;
  /** Drops an open hold. */
  close(attemptId: string, hold: Hold, end: AttemptEnd): void;
  /** Says how an attempt that has ended really ended. */
  correct(attemptId: string, end: AttemptEnd): void;
  /** Closes every hold whose lease is over. */
  expire(atMs: number): void;
}

/** An empty book. It grows with the attempts in flight and remembers a bounded number of ends. */
export function createAttemptBook(): AttemptBook {
  const holds = new Map<string, Hold>();
  const ends = createRecentMap<AttemptEnd>(ENDED_ATTEMPTS_MAX);
  let nextExpiryAtMs = Number.POSITIVE_INFINITY;

  const close: AttemptBook["close"] = (attemptId, hold, end) => {
    for (const book of hold.books) book.reservedMicroUsd -= hold.amountMicroUsd;
    holds.delete(attemptId);
    ends.add(attemptId, end);
  };
  return {
    holdOf: (attemptId) => holds.get(attemptId),
    endOf: (attemptId) => ends.get(attemptId),
    open: (attemptId, hold) => {
      for (const book of hold.books) book.reservedMicroUsd += hold.amountMicroUsd;
      holds.set(attemptId, hold);
      nextExpiryAtMs = Math.min(nextExpiryAtMs, hold.expiresAtMs);
    },
    close,
    correct: ends.replace,
    expire: (atMs) => {
      // Most holds end long before their lease, so a scan is due about once in a lease.
      if (atMs < nextExpiryAtMs) return;
      nextExpiryAtMs = Number.POSITIVE_INFINITY;
      for (const [attemptId, hold] of holds) {
        if (hold.expiresAtMs <= atMs)
          close(attemptId, hold, { kind: "expired", books: hold.books });
        else nextExpiryAtMs = Math.min(nextExpiryAtMs, hold.expiresAtMs);
      }
    },
  };
}
