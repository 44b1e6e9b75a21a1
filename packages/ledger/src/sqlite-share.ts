import { strict as assert } from "node:assert";
import type { DatabaseSync } from "node:sqlite";
import type { BudgetWord } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";
import { demandLine } from "./demand-line.ts";
import type { SqliteWindows } from "./sqlite-windows.ts";

/** What the processes of one file tell each other of a budget. Every call belongs inside a transaction. */
export function createSqliteShare(
  database: DatabaseSync,
  windows: SqliteWindows,
): (word: BudgetWord, atMs: number) => BudgetWord {
  const tell = database.prepare(
    `INSERT INTO level (budget_id, in_force, at_ms) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET in_force = excluded.in_force, at_ms = excluded.at_ms
      WHERE excluded.at_ms >= at_ms`,
  );
  const find = database.prepare("SELECT in_force, at_ms FROM level WHERE budget_id = ?");
  const latest = (budgetId: string): BudgetWord["level"] => {
    const row = find.get(budgetId);
    if (row === undefined) return undefined;
    const { in_force: inForce, at_ms: atMs } = row;
    assert(typeof inForce === "number" && typeof atMs === "number");
    return { inForce, atMs };
  };
  return ({ budgetId, level, demandMicroUsd }, atMs) => {
    if (level !== undefined) tell.run(budgetId, level.inForce, level.atMs);
    const found = latest(budgetId);
    const demands = Object.entries(demandMicroUsd).map(([route, microUsd]) => {
      assertMicroUsd(microUsd);
      const { id, spentMicroUsd } = windows.find(demandLine(budgetId, route), atMs);
      if (microUsd > 0) windows.post(id, 0, microUsd, atMs);
      return [route, spentMicroUsd + microUsd] as const;
    });
    return {
      budgetId,
      ...(found !== undefined && { level: found }),
      demandMicroUsd: Object.fromEntries(demands),
    };
  };
}
