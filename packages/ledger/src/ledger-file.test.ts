import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterAll, expect, test } from "vitest";
import { createSqliteQuota } from "./quota/sqlite-quota.ts";
import { createSqliteLedger } from "./sqlite-ledger.ts";

/** The first format as it was written, before there were words and quotas. */
const FIRST_FORMAT = `
  CREATE TABLE budget (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE window (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    ends_at_ms REAL,
    duration_ms REAL,
    newest_part INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    reserved INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE part (
    window_id INTEGER NOT NULL,
    part INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (window_id, part)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    amount INTEGER NOT NULL,
    excess INTEGER NOT NULL,
    windows TEXT NOT NULL,
    due_at_ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX attempt_held ON attempt (due_at_ms) WHERE state = 'held';
  CREATE INDEX attempt_ended ON attempt (due_at_ms) WHERE state <> 'held';
  INSERT INTO budget VALUES ('day');
  INSERT INTO window VALUES (1, '["day","day:1"]', 86400000, NULL, 0, 25, 40);
  INSERT INTO attempt VALUES ('a/1', 'held', 40, 0, '[1]', 60000);
  PRAGMA application_id = ${0x53774c67};
  PRAGMA user_version = 1;
  PRAGMA journal_mode = WAL;
`;
/** Files of the first format that a later version had made had this table too. */
const LEVEL = `
  CREATE TABLE level (
    budget_id TEXT PRIMARY KEY,
    in_force INTEGER NOT NULL,
    at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO level VALUES ('day', 2, 5);
`;

const folder = mkdtempSync(join(tmpdir(), "switchyard-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function oldFile(name: string, ...statements: readonly string[]): string {
  const file = join(folder, name);
  const database = new DatabaseSync(file);
  for (const statement of [FIRST_FORMAT, ...statements]) database.exec(statement);
  database.close();
  return file;
}

const window = { kind: "calendar", key: "day:1", endsAtMs: 86_400_000 } as const;
const lines = [{ budgetId: "day", window, capMicroUsd: 100 }];
const words = [{ budgetId: "day", demandMicroUsd: { quick: 7 } }];

test("a file of the first format keeps its money, and serves what came later", async () => {
  const file = oldFile("first.db");
  const ledger = createSqliteLedger({ file });
  expect(await ledger.snapshot(lines, 1)).toMatchObject([
    { spentMicroUsd: 25, reservedMicroUsd: 40 },
  ]);
  await ledger.settle({ attemptId: "a/1", amountMicroUsd: 30, atMs: 2 });
  expect(await ledger.snapshot(lines, 3)).toMatchObject([
    { spentMicroUsd: 55, reservedMicroUsd: 0 },
  ]);
  expect(await ledger.share?.(words, 3)).toEqual(words);
  ledger.close();

  const quota = createSqliteQuota({ file });
  const at = { nowMs: 1, epochMs: 1 };
  const ask = { id: "1", route: "quick", segment: "free", tokens: 1, at, leaseMs: 500 };
  expect(await quota.admit({ ...ask, limits: { concurrencyMax: 1 } })).toEqual({ ok: true });
  quota.close();
});

test("what a file has already of the later tables stays", async () => {
  const ledger = createSqliteLedger({ file: oldFile("with-level.db", LEVEL) });
  const level = { inForce: 2, atMs: 5 };
  expect(await ledger.share?.(words, 3)).toEqual([{ ...words[0], level }]);
  ledger.close();
});

test("a step that fails leaves the old file as it was", () => {
  const file = oldFile(
    "broken.db",
    "CREATE VIEW quota AS SELECT id FROM budget; CREATE VIEW seat AS SELECT 1;",
  );
  expect(() => createSqliteLedger({ file })).toThrow("views may not be indexed");
  const database = new DatabaseSync(file);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name = 'level'").all();
  expect(tables).toEqual([]);
  expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
  database.close();
});

test("openers at once of an old file wait for each other, and all find its money", async () => {
  const file = oldFile("crowded.db");
  const writer = new DatabaseSync(file);
  writer.exec("BEGIN IMMEDIATE");
  const script = new URL("../test/open-ledger-worker.ts", import.meta.url);
  const workers = [1, 2, 3].map(() => new Worker(script, { workerData: file }));
  const said = async (): Promise<readonly unknown[]> =>
    (await Promise.all(workers.map(async (worker) => await once(worker, "message")))).flat();
  expect(await said()).toEqual(["opening", "opening", "opening"]);
  const found = said();
  writer.exec("COMMIT");
  writer.close();
  const money = { words: 0, spent: 25, reserved: 40 };
  expect(await found).toEqual([money, money, money]);
});
