import type { WindowBook } from "./window-book.ts";

/** Ended attempts remembered, so that an end told twice is booked once. */
export const ENDED_ATTEMPTS_MAX = 10_000;

/** Money held for an attempt in every book that it is charged to. */
export interface Hold {
  readonly kind: "held";
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
  find(attemptId: string): Hold | AttemptEnd | undefined;
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
  // One map for both, since to change a key's value costs far less than to move the key.
  const attempts = new Map<string, Hold | AttemptEnd>();
  const ended: string[] = [];
  let oldestEnded = 0;
  let nextExpiryAtMs = Number.POSITIVE_INFINITY;

  const close: AttemptBook["close"] = (attemptId, hold, end) => {
    for (const book of hold.books) book.reservedMicroUsd -= hold.amountMicroUsd;
    attempts.set(attemptId, end);
    const forgotten = ended[oldestEnded];
    if (forgotten !== undefined) attempts.delete(forgotten);
    ended[oldestEnded] = attemptId;
    oldestEnded = (oldestEnded + 1) % ENDED_ATTEMPTS_MAX;
  };
  return {
    find: (attemptId) => attempts.get(attemptId),
    open: (attemptId, hold) => {
      for (const book of hold.books) book.reservedMicroUsd += hold.amountMicroUsd;
      attempts.set(attemptId, hold);
      nextExpiryAtMs = Math.min(nextExpiryAtMs, hold.expiresAtMs);
    },
    close,
    correct: (attemptId, end) => {
      attempts.set(attemptId, end);
    },
    expire: (atMs) => {
      // Most holds end long before their lease, so a scan is due about once in a lease.
      if (atMs < nextExpiryAtMs) return;
      nextExpiryAtMs = Number.POSITIVE_INFINITY;
      for (const [attemptId, attempt] of attempts) {
        if (attempt.kind !== "held") continue;
        const { expiresAtMs, books } = attempt;
        if (expiresAtMs <= atMs) close(attemptId, attempt, { kind: "expired", books });
        else nextExpiryAtMs = Math.min(nextExpiryAtMs, expiresAtMs);
      }
    },
  };
}
