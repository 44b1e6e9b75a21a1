import { strict as assert } from "node:assert";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { QuotaSeat, QuotaSeats } from "@switchyard/policy";

/** The seats of routes in a file. Every call belongs inside a transaction. */
export function createSqliteSeats(database: DatabaseSync): (route: string) => QuotaSeats {
  const byId = database.prepare("SELECT * FROM seat WHERE route = ? AND id = ?");
  const put = database.prepare(
    "INSERT OR REPLACE INTO seat (route, id, segment, tokens, ends_at_ms) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM seat WHERE route = ? AND id = ?");
  const overdue = database.prepare("SELECT * FROM seat WHERE route = ? AND ends_at_ms <= ?");
  return (route) => ({
    find: (id) => {
      const row = byId.get(route, id);
      return row === undefined ? undefined : seatOf(row)[1];
    },
    add: (id, { segment, tokens, endsAtMs }) => {
      put.run(route, id, segment, tokens, endsAtMs);
    },
    remove: (id) => {
      remove.run(route, id);
    },
    due: (nowMs) => overdue.all(route, nowMs).map(seatOf),
  });
}

function seatOf(
  row: Readonly<Record<string, SQLOutputValue>>,
): readonly [id: string, seat: QuotaSeat] {
  const { id, segment, tokens, ends_at_ms: endsAtMs } = row;
  assert(typeof id === "string" && typeof segment === "string");
  assert(typeof tokens === "number" && typeof endsAtMs === "number");
  return [id, { segment, tokens, endsAtMs }];
}
