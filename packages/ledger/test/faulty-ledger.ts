import type { Clock, LedgerPort } from "@switchyard/contract";

/**
 * How a ledger fails: it refuses; it does its work and the answer is lost; it hangs, with its work
 * done or not.
 */
export const FAULTS = ["refuses", "loses", "hangs", "hangs-done"] as const;
export type Fault = (typeof FAULTS)[number];

/** A ledger that fails as it is told, and the clock of the caller that waits for it. */
export interface FaultyLedger {
  readonly port: LedgerPort;
  readonly clock: Clock;
  readonly fail: (fault: Fault | undefined) => void;
  readonly advance: (durationMs: number) => void;
  readonly calls: () => number;
}

export function createFaultyLedger(ledger: LedgerPort): FaultyLedger {
  let fault: Fault | undefined;
  let nowMs = 0;
  let calls = 0;
  const through = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    const now = fault;
    if (now === "refuses") throw new Error("connection refused");
    const isDone = now === undefined || now === "loses" || now === "hangs-done";
    const result = isDone ? await call() : undefined;
    if (now === "loses") throw new Error("connection lost");
    if (now !== undefined || result === undefined) return await new Promise(() => {});
    return result;
  };
  return {
    port: {
      reserve: async (request) => await through(() => ledger.reserve(request)),
      settle: async (end) => await through(() => ledger.settle(end)),
      release: async (end) => {
        await through(async () => [await ledger.release(end)]);
      },
      snapshot: async (lines, atMs) => await through(() => ledger.snapshot(lines, atMs)),
      share: async (words, atMs) =>
        await through(async () => (await ledger.share?.(words, atMs)) ?? []),
    },
    clock: {
      nowMs: () => nowMs,
      epochMs: () => nowMs,
      sleep: async () => {},
      deadline: () => {
        const controller = new AbortController();
        // Whoever hangs never answers, so its time may as well be over at once.
        if (fault === "hangs" || fault === "hangs-done")
          queueMicrotask(() => controller.abort(new DOMException("too slow", "TimeoutError")));
        return { signal: controller.signal, cancel: () => {} };
      },
    },
    fail: (next) => {
      fault = next;
    },
    advance: (durationMs) => {
      nowMs += durationMs;
    },
    calls: () => calls,
  };
}
