import { AssertionError } from "node:assert";
import type { Clock } from "@switchyard/contract";
import { withinDeadline } from "./within-deadline.ts";

/** What became of a call: its answer, or why the ledger counts as down and what it may have done. */
export type LinkOutcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | {
      readonly ok: false;
      readonly error: unknown;
      /** The call was made, so the ledger may have done it and the answer is lost. */
      readonly isInDoubt: boolean;
    };

/** Calls a ledger that may be down. */
export interface LedgerLink {
  /**
   * Never rejects but with the `AssertionError` of a caller's mistake.
   *
   * @param withinMs how long this caller waits; running out of less than `timeoutMs` says nothing
   *   about the ledger
   */
  call<Result>(call: () => Promise<Result>, withinMs?: number): Promise<LinkOutcome<Result>>;
  isDown(): boolean;
}

export interface LedgerLinkOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly retryMs: number;
  readonly onDown: (error: unknown) => void;
  readonly onUp: () => void;
}

/**
 * A link that is up until a call fails or takes too long. While it is down, one call in `retryMs` is
 * made to see whether the ledger is back, and the others are answered at once.
 */
export function createLedgerLink(options: LedgerLinkOptions): LedgerLink {
  const { clock, timeoutMs, retryMs, onDown, onUp } = options;
  let down: { readonly error: unknown } | undefined;
  let askAgainAtMs = 0;

  const wentDown = (error: unknown): void => {
    askAgainAtMs = clock.nowMs() + retryMs;
    if (down === undefined) onDown(error);
    down = { error };
  };
  const wentUp = (): void => {
    if (down === undefined) return;
    down = undefined;
    onUp();
  };
  return {
    isDown: () => down !== undefined,
    call: async (call, withinMs = timeoutMs) => {
      if (down !== undefined) {
        if (clock.nowMs() < askAgainAtMs) return { ok: false, error: down.error, isInDoubt: false };
        askAgainAtMs = clock.nowMs() + retryMs;
      }
      try {
        const result = await withinDeadline(clock, Math.min(timeoutMs, withinMs), call);
        wentUp();
        return { ok: true, result };
      } catch (error) {
        if (error instanceof AssertionError) {
          wentUp();
          throw error;
        }
        if (withinMs >= timeoutMs || !isTimeout(error)) wentDown(error);
        return { ok: false, error, isInDoubt: true };
      }
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
