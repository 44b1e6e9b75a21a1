import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { describeLedger } from "../test/describe-ledger.ts";
import { createSqliteLedger, type SqliteLedger } from "./sqlite-ledger.ts";

const folder = mkdtempSync(join(tmpdir(), "switchyard-ledger-"));
const opened: SqliteLedger[] = [];
let files = 0;
const newFile = (): string => join(folder, `${(files += 1)}.db`);
const open = (file: string): SqliteLedger => {
  const ledger = createSqliteLedger({ file });
  opened.push(ledger);
  return ledger;
};

afterAll(() => {
  for (const ledger of opened) ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describeLedger("the SQLite ledger", (opening) => {
  const ledger = createSqliteLedger({ file: ":memory:", opening });
  opened.push(ledger);
  return ledger;
});

const DAY_MS = 86_400_000;
const window = { kind: "calendar", key: "day:1", endsAtMs: DAY_MS } as const;
const lines = [{ budgetId: "day", window, capMicroUsd: 100 }];
const request = { amountMicroUsd: 60, lines, atMs: 1, leaseMs: 1_000 };

test("two processes' ledgers of one file are one book, and it outlives them", async () => {
  const file = newFile();
  const [one, other] = [open(file), open(file)];
  await one.reserve({ ...request, attemptId: "a/1" });
  expect(await other.reserve({ ...request, attemptId: "a/2" })).toMatchObject({ leftMicroUsd: 40 });
  expect(await other.settle({ attemptId: "a/1", amountMicroUsd: 70, atMs: 2 })).toEqual({
    excessMicroUsd: 10,
  });
  one.close();
  other.close();
  opened.splice(opened.indexOf(one), 2);
  expect(await open(file).snapshot(lines, 3)).toMatchObject([
    { spentMicroUsd: 70, reservedMicroUsd: 0 },
  ]);
});

test("a file of a newer format, of another program, or no database is refused by name", () => {
  const newer = newFile();
  open(newer);
  const database = new DatabaseSync(newer);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => open(newer)).toThrow(/format 99.*writes format \d.*update/);

  const foreign = newFile();
  const other = new DatabaseSync(foreign);
  other.exec("CREATE TABLE song (id)");
  other.close();
  expect(() => open(foreign)).toThrow("another program's database");

  const text = newFile();
  writeFileSync(text, "a long enough text that is surely no database header".repeat(20));
  expect(() => open(text)).toThrow("no SQLite database");
});

test("a file that stays locked rejects the call, and serves the next", async () => {
  const file = newFile();
  const ledger = createSqliteLedger({ file, busyTimeoutMs: 1 });
  opened.push(ledger);
  const writer = new DatabaseSync(file);
  writer.exec("BEGIN IMMEDIATE");
  await expect(ledger.reserve({ ...request, attemptId: "a/1" })).rejects.toThrow("locked");
  writer.exec("ROLLBACK");
  writer.close();
  expect(await ledger.reserve({ ...request, attemptId: "a/1" })).toEqual({ ok: true });
});

test("what ended long ago is forgotten, and so are windows long over", async () => {
  const file = newFile();
  const ledger = open(file);
  for (let day = 0; day < 100; day += 1) {
    const atMs = day * DAY_MS;
    const today = { kind: "calendar", key: `day:${day}`, endsAtMs: atMs + DAY_MS } as const;
    for (const end of ["settled", "released", "expired"]) {
      const attemptId = `${day}/${end}`;
      const line = { budgetId: "day", window: today, capMicroUsd: 100 };
      await ledger.reserve({ attemptId, amountMicroUsd: 1, lines: [line], atMs, leaseMs: 1_000 });
      if (end === "settled") await ledger.settle({ attemptId, amountMicroUsd: 1, atMs });
      if (end === "released") await ledger.release({ attemptId, atMs });
    }
  }
  const database = new DatabaseSync(file);
  const count = (table: string): unknown =>
    database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.["rows"];
  expect(count("window")).toBe(33);
  // Today's three, and yesterday's that expired today: it may still say what it spent.
  expect(count("attempt")).toBe(4);
  database.close();
  const forgotten = ledger.settle({ attemptId: "1/expired", amountMicroUsd: 1, atMs: 0 });
  await expect(forgotten).rejects.toThrow("ended too long ago");
});
