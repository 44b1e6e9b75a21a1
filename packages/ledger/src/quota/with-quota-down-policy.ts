import type { Clock, QuotaEnd, QuotaOutcome, QuotaPort, QuotaRequest } from "@switchyard/contract";
import { createLedgerLink } from "../ledger-link.ts";
import { createMemoryQuota } from "./memory-quota.ts";

/** The store of quotas failed or was too slow, or answered again. */
export type QuotaDownNotice =
  { readonly kind: "quota-down"; readonly error: unknown } | { readonly kind: "quota-up" };

export interface QuotaDownOptions {
  readonly quota: QuotaPort;
  readonly clock: Clock;
  /** A call that takes longer counts as failed: slow is down. Milliseconds; default 250. */
  readonly timeoutMs?: number;
  /** A store that is down is asked again this often. Milliseconds; default 1,000. */
  readonly retryMs?: number;
  /** Told of each change; it must not throw. Default: nobody is. */
  readonly onNotice?: (notice: QuotaDownNotice) => void;
}

/** Standings need the store, and reject while it is away. */
export interface QuotaDownQuota extends QuotaPort {
  /**
   * Never rejects.
   *
   * @param withinMs how long this caller can wait, in milliseconds. One that waits less than
   *   `timeoutMs` goes by this process's book, and the store is not down for others
   */
  admit(request: QuotaRequest, withinMs?: number): Promise<QuotaOutcome>;
  /** Resolves when the store was told of every end so far, or was too slow. Never rejects. */
  flush(): Promise<void>;
}

/**
 * Quotas that hold in each process by itself, with their whole limits, while the store behind them
 * is away. So while it is away as many processes as there are may each let in a route's quota.
 *
 * - The book of this process begins with full buckets. The store is not told what it let in.
 * - An end that the store misses is not told again: the lease frees the seat, and the estimate of
 *   tokens stays taken.
 * - A local store cannot be away, so its calls are passed on as they are.
 */
export function withQuotaDownPolicy(options: QuotaDownOptions): QuotaDownQuota {
  const { quota, clock, timeoutMs = 250, retryMs = 1_000, onNotice = () => {} } = options;
  if (quota.isLocal === true) return { ...quota, flush: async () => {} };
  const here = createMemoryQuota();
  const link = createLedgerLink({
    clock,
    timeoutMs,
    retryMs,
    onDown: (error) => onNotice({ kind: "quota-down", error }),
    onUp: () => onNotice({ kind: "quota-up" }),
  });
  const pending = new Set<Promise<void>>();
  const tell = async (end: QuotaEnd): Promise<void> => {
    await here.leave(end);
    // The store may have let it in too, and its answer was lost.
    await link.call(async () => await quota.leave(end));
  };
  return {
    admit: async (request, withinMs) => {
      const asked = await link.call(async () => await quota.admit(request), withinMs);
      return asked.ok ? asked.result : await here.admit(request);
    },
    standing: async (question) => {
      const asked = await link.call(async () => await quota.standing(question));
      if (asked.ok) return asked.result;
      throw asked.error;
    },
    leave: (end) => {
      const ending = tell(end);
      const done = (): boolean => pending.delete(ending);
      pending.add(ending);
      ending.then(done, done);
      return ending;
    },
    flush: async () => {
      await Promise.allSettled(pending);
    },
  };
}
