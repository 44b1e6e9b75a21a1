import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import { createRedisLedger } from "../src/redis-ledger.ts";
import { createSqliteLedger } from "../src/sqlite-ledger.ts";

/** Where the book of a round is. */
export type Store =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "redis"; readonly port: number; readonly prefix: string };

/** What a process needs for its part of a round. */
export interface RoundOrder {
  readonly store: Store;
  readonly seed: number;
  readonly capMicroUsd: number;
  /** Begins the attempt ids, which are the process's own. */
  readonly name: string;
  readonly logFile: string;
}

export interface OpenStore {
  readonly ledger: LedgerPort;
  readonly close: () => void;
}

/** Loads a client where one is needed: a process that begins must not take longer than its round. */
export async function openStore(store: Store): Promise<OpenStore> {
  if (store.kind === "sqlite") {
    const ledger = createSqliteLedger({ file: store.file });
    return { ledger, close: () => ledger.close() };
  }
  const { Redis } = await import("ioredis");
  const client = new Redis(store.port, "127.0.0.1", {
    retryStrategy: () => 20,
    maxRetriesPerRequest: 500,
  });
  // A crash of the server is part of the round; the client connects again.
  client.on("error", () => {});
  return {
    ledger: createRedisLedger({ client, prefix: store.prefix }),
    close: () => client.disconnect(),
  };
}

/** Longer than a round, so that only what nobody will end is freed in it. */
export const LEASE_MS = 60_000;
/** The lease of attempts that their process forgets. */
export const SHORT_LEASE_MS = 150;

/** One cap that all fight for, and a wide rolling one that must agree with it. */
export function chargedLines(capMicroUsd: number): readonly BudgetLine[] {
  return [
    {
      budgetId: "tight",
      window: { kind: "calendar", key: "day:1", endsAtMs: Number.MAX_SAFE_INTEGER },
      capMicroUsd,
    },
    {
      budgetId: "wide",
      window: { kind: "rolling", durationMs: 86_400_000 },
      capMicroUsd: 2 * capMicroUsd,
    },
  ];
}
