import { strict as assert } from "node:assert";
import type { QuotaPort } from "@switchyard/contract";
import { createRouteQuota, type RouteQuota, type RouteQuotaState } from "@switchyard/policy";
import { openLedgerFile } from "../ledger-file.ts";
import { createTransactions } from "../sqlite-transactions.ts";
import { createSqliteSeats } from "./sqlite-seats.ts";

export interface SqliteQuotaOptions {
  /** Path of the file, which is made if it is missing. It may be the ledger's. */
  readonly file: string;
  /** As in `createSqliteLedger`. */
  readonly busyTimeoutMs?: number;
}

export interface SqliteQuota extends QuotaPort {
  /** Closes the file. Calls after it reject. */
  close(): void;
}

/**
 * Quotas in an SQLite file, for several processes of one machine: each call is one transaction, and
 * comes to the numbers that the memory quota comes to. Time is the callers' wall clocks.
 *
 * The file grows by a row for each route ever named, and holds one for each ask in flight. What is
 * said of the file, of waiting and of errors in `createSqliteLedger` holds here too.
 */
export function createSqliteQuota({ file, busyTimeoutMs = 250 }: SqliteQuotaOptions): SqliteQuota {
  const database = openLedgerFile(file, busyTimeoutMs);
  const transact = createTransactions(database);
  const seatsOf = createSqliteSeats(database);
  const read = database.prepare("SELECT state FROM quota WHERE route = ?");
  const write = database.prepare(
    "INSERT INTO quota (route, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
  );
  const quotaOf = (route: string): RouteQuota => {
    const state = read.get(route)?.["state"];
    return createRouteQuota(state === undefined ? undefined : stateOf(state), seatsOf(route));
  };
  const onRoute = <Result>(route: string, work: (quota: RouteQuota) => Result): Result =>
    transact(() => {
      const quota = quotaOf(route);
      const result = work(quota);
      write.run(route, JSON.stringify(quota.state));
      return result;
    });
  return {
    admit: async ({ route, limits, at, ...ask }) =>
      onRoute(route, (quota) => quota.admit(ask, limits, at.epochMs)),
    leave: async ({ id, route, tokens }) => onRoute(route, (quota) => quota.leave(id, tokens)),
    standing: async ({ route, limits, at }) =>
      transact(() => quotaOf(route).standing(limits, at.epochMs)),
    close: () => database.close(),
  };
}

function stateOf(text: unknown): RouteQuotaState {
  assert(typeof text === "string");
  // Written by this file's own code, in the format that the file's version names.
  const state: RouteQuotaState = JSON.parse(text);
  return state;
}
