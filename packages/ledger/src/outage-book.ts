import type { ReserveRequest } from "@switchyard/contract";

/** How an attempt ended, in words for the ledger. */
export type OwedEnd =
  | {
      readonly kind: "settle";
      readonly amountMicroUsd: number;
      readonly atMs: number;
      /** Told the excess when the ledger has booked it. */
      readonly onBooked: ((excessMicroUsd: number) => void) | undefined;
    }
  | { readonly kind: "release"; readonly atMs: number };

/** What the ledger has yet to be told about an attempt. */
export interface Owed {
  readonly attemptId: string;
  /** The reservation, if it was made here and the ledger does not hold it for sure. */
  readonly request?: ReserveRequest;
  readonly end?: OwedEnd;
  /** The ledger may have heard the end already. */
  readonly isTold: boolean;
}

/** What happened while the ledger was down: the allowances used, and what it must be told. */
export interface OutageBook {
  size(): number;
  oldest(): Owed | undefined;
  find(attemptId: string): Owed | undefined;
  /** Adds or replaces what is owed about an attempt. */
  put(owed: Owed): void;
  /** Strikes what was told, unless more has become known about the attempt since. */
  strike(owed: Owed): void;
  /** Spent and held here in a budget's name at an instant and not yet told. */
  usedMicroUsd(budgetId: string, atMs: number): number;
}

/** An empty book. It grows with what is put in it; its user sets the bound. */
export function createOutageBook(): OutageBook {
  const owed = new Map<string, Owed>();
  return {
    size: () => owed.size,
    oldest: () => owed.values().next().value,
    find: (attemptId) => owed.get(attemptId),
    put: (entry) => {
      owed.set(entry.attemptId, entry);
    },
    strike: (entry) => {
      if (owed.get(entry.attemptId) === entry) owed.delete(entry.attemptId);
    },
    usedMicroUsd: (budgetId, atMs) => {
      let sumMicroUsd = 0;
      for (const { request, end } of owed.values()) {
        const isCharged = request?.lines.some((line) => line.budgetId === budgetId) ?? false;
        if (request !== undefined && isCharged) sumMicroUsd += usedBy(request, end, atMs);
      }
      return sumMicroUsd;
    },
  };
}

function usedBy(request: ReserveRequest, end: OwedEnd | undefined, atMs: number): number {
  if (end !== undefined) return end.kind === "settle" ? end.amountMicroUsd : 0;
  return atMs < request.atMs + request.leaseMs ? request.amountMicroUsd : 0;
}

/**
 * What a settlement spends beyond what was held for it: here, or by the ledger as far as that is
 * remembered.
 */
export function excessHere(
  { request, end }: Owed,
  heldMicroUsd: number | undefined,
  amountMicroUsd: number,
  atMs: number,
): number {
  if (end?.kind === "release") return 0;
  const spentMicroUsd = end?.amountMicroUsd ?? amountMicroUsd;
  if (request === undefined) return Math.max(0, spentMicroUsd - (heldMicroUsd ?? spentMicroUsd));
  const isHeld = (end?.atMs ?? atMs) < request.atMs + request.leaseMs;
  return Math.max(0, spentMicroUsd - (isHeld ? request.amountMicroUsd : 0));
}
