import { strict as assert } from "node:assert";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { BudgetLine } from "@switchyard/contract";
import { WINDOW_KEPT_MS } from "./retention.ts";
import { ROLLING_PARTS, rollingPartAt } from "./rolling-parts.ts";
import { windowName } from "./window-name.ts";

/** What is spent and held in a window as it stands at an instant. */
export interface SqliteWindow {
  readonly id: number;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
}

/** The windows of a ledger's file. Every call belongs inside a transaction. */
export interface SqliteWindows {
  /** Finds a line's window, opening it at its first use. */
  find(line: BudgetLine, atMs: number): SqliteWindow;
  /** Holds an amount; a negative one is given back. */
  hold(id: number, amountMicroUsd: number): void;
  /** Gives back what was held and books what was spent. */
  post(id: number, heldMicroUsd: number, spentMicroUsd: number, atMs: number): void;
}

/** Sums may outgrow what a JavaScript number tells exactly; what is read never does. */
const EXACT_MAX = Number.MAX_SAFE_INTEGER;
const COLUMNS = `id, duration_ms, newest_part, min(spent, ${EXACT_MAX}) AS spent, reserved`;

/** @param opening spend already in the window that is current at a budget's first use */
export function createSqliteWindows(
  database: DatabaseSync,
  opening: Readonly<Record<string, number>>,
): SqliteWindows {
  const byName = database.prepare(`SELECT ${COLUMNS} FROM window WHERE name = ?`);
  const holdAmount = database.prepare("UPDATE window SET reserved = reserved + ? WHERE id = ?");
  const book = database.prepare(
    `UPDATE window SET reserved = reserved - ?, spent = spent + ? WHERE id = ? RETURNING ${COLUMNS}`,
  );
  const bookInPart = database.prepare(
    `INSERT INTO part (window_id, part, spent) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET spent = spent + excluded.spent`,
  );
  const open = createOpening(database);
  const advance = createAdvance(database);

  const post: SqliteWindows["post"] = (id, heldMicroUsd, spentMicroUsd, atMs) => {
    const row = book.get(heldMicroUsd, spentMicroUsd, id);
    if (row === undefined || row["duration_ms"] === null) return;
    const { newestPart } = advance(row, atMs);
    bookInPart.run(id, newestPart, spentMicroUsd);
  };
  return {
    find: (line, atMs) => {
      const name = windowName(line);
      const known = byName.get(name);
      if (known !== undefined) return advance(known, atMs);
      const { id, isFirst } = open(line, name, atMs);
      const spentMicroUsd =
        isFirst && Object.hasOwn(opening, line.budgetId) ? (opening[line.budgetId] ?? 0) : 0;
      post(id, 0, spentMicroUsd, atMs);
      return { id, spentMicroUsd, reservedMicroUsd: 0 };
    },
    hold: (id, amountMicroUsd) => {
      holdAmount.run(amountMicroUsd, id);
    },
    post,
  };
}

/** Adds a window, forgets those long over, and tells whether it is its budget's first. */
function createOpening(
  database: DatabaseSync,
): (line: BudgetLine, name: string, atMs: number) => { id: number; isFirst: boolean } {
  const forget = database.prepare("DELETE FROM window WHERE ends_at_ms <= ?");
  const addBudget = database.prepare("INSERT OR IGNORE INTO budget (id) VALUES (?)");
  const addWindow = database.prepare(
    `INSERT INTO window (name, ends_at_ms, duration_ms, newest_part, spent, reserved)
      VALUES (?, ?, ?, ?, 0, 0) RETURNING id`,
  );
  return ({ budgetId, window }, name, atMs) => {
    forget.run(atMs - WINDOW_KEPT_MS);
    const isFirst = addBudget.run(budgetId).changes === 1;
    const row =
      window.kind === "calendar"
        ? addWindow.get(name, window.endsAtMs, null, 0)
        : addWindow.get(name, null, window.durationMs, rollingPartAt(window.durationMs, atMs));
    return { id: numberOf(row?.["id"]), isFirst };
  };
}

/** Brings a rolling window's row to an instant. A clock that steps back moves nothing. */
function createAdvance(
  database: DatabaseSync,
): (row: Row, atMs: number) => SqliteWindow & { readonly newestPart: number } {
  const drop = database.prepare(
    "DELETE FROM part WHERE window_id = ? AND part < ? RETURNING spent",
  );
  const move = database.prepare(
    `UPDATE window SET newest_part = ?, spent = spent - ? WHERE id = ? RETURNING ${COLUMNS}`,
  );
  return (row, atMs) => {
    const window = windowOf(row);
    const durationMs = row["duration_ms"];
    if (typeof durationMs !== "number") return window;
    const part = rollingPartAt(durationMs, atMs);
    if (part <= window.newestPart) return window;
    const droppedMicroUsd = drop
      .all(window.id, part - ROLLING_PARTS)
      .reduce((sum, { spent }) => sum + numberOf(spent), 0);
    return windowOf(move.get(part, droppedMicroUsd, window.id));
  };
}

type Row = Readonly<Record<string, SQLOutputValue>>;

function windowOf(row: Row | undefined): SqliteWindow & { readonly newestPart: number } {
  return {
    id: numberOf(row?.["id"]),
    newestPart: numberOf(row?.["newest_part"]),
    spentMicroUsd: numberOf(row?.["spent"]),
    reservedMicroUsd: numberOf(row?.["reserved"]),
  };
}

function numberOf(value: SQLOutputValue | undefined): number {
  assert(typeof value === "number", `The ledger's file holds ${String(value)} for a number.`);
  return value;
}
