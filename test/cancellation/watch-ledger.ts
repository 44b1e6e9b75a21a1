import type { BudgetLine, Clock, LedgerPort } from "@switchyard/contract";

/** One question to the ledger. */
export interface LedgerCall {
  readonly does: "reserve" | "settle" | "release";
  readonly attemptId: string;
  /** Undefined while the ledger has not answered. */
  endedAtMs: number | undefined;
}

export interface WatchedLedger extends LedgerPort {
  readonly calls: readonly LedgerCall[];
  /** What is still held, over every budget that was ever charged. */
  reservedMicroUsd(): Promise<number>;
}

/** A ledger that takes `answerMs` for each answer, as one across a network does, and is recorded. */
export function watchLedger(
  ledger: LedgerPort,
  clock: Pick<Clock, "nowMs" | "epochMs" | "sleep">,
  answerMs: number,
): WatchedLedger {
  const calls: LedgerCall[] = [];
  const charged = new Map<string, BudgetLine>();
  const ask = async <Value>(
    does: LedgerCall["does"],
    attemptId: string,
    work: () => Promise<Value>,
  ): Promise<Value> => {
    const call: LedgerCall = { does, attemptId, endedAtMs: undefined };
    calls.push(call);
    if (answerMs > 0) await clock.sleep(answerMs);
    const answer = await work();
    call.endedAtMs = clock.nowMs();
    return answer;
  };
  return {
    calls,
    reserve: (request) => {
      for (const line of request.lines) charged.set(line.budgetId, line);
      return ask("reserve", request.attemptId, () => ledger.reserve(request));
    },
    settle: (end) => ask("settle", end.attemptId, () => ledger.settle(end)),
    release: (end) => ask("release", end.attemptId, () => ledger.release(end)),
    snapshot: ledger.snapshot,
    reservedMicroUsd: async () => {
      const balances = await ledger.snapshot([...charged.values()], clock.epochMs());
      return balances.reduce((sum, { reservedMicroUsd }) => sum + reservedMicroUsd, 0);
    },
  };
}
