import type { LedgerPort } from "@switchyard/contract";

/** A write that a replica has not made yet. */
interface PendingWrite {
  readonly atMs: number;
  readonly write: (ledger: LedgerPort) => Promise<unknown>;
}

/** A copy of a ledger that makes each write some time later. */
export interface LaggingReplica {
  /** Hands on a write that the ledger itself has made. */
  follow(atMs: number, write: PendingWrite["write"]): void;
  /** The copy as it is at an instant. */
  at(nowMs: number): LedgerPort;
}

/** Waiting writes are bounded by those of one lag. */
export function createLaggingReplica(ledger: LedgerPort, lagMs: number): LaggingReplica {
  let pending: PendingWrite[] = [];
  const catchUp = (nowMs: number): void => {
    const first = pending.findIndex(({ atMs }) => atMs > nowMs - lagMs);
    const due = first === -1 ? pending : pending.slice(0, first);
    pending = first === -1 ? [] : pending.slice(first);
    // A write that the ledger took may find its attempt gone here: that is what lag means.
    for (const { write } of due) void write(ledger).catch(() => undefined);
  };
  return {
    follow(atMs, write) {
      pending.push({ atMs, write });
      catchUp(atMs);
    },
    at(nowMs) {
      catchUp(nowMs);
      return ledger;
    },
  };
}
