/**
 * Cost of one attempt's reserve and settle on each ledger, charged to one calendar budget, and in
 * memory to three as well. Run `node packages/ledger/scripts/bench-ledger.ts [rounds]`. Memory and
 * SQLite are told in processor time, the collector's work included; Redis in wall time on loopback
 * (appendfsync everysec), with the round trips counted by the server. Medians of the rounds, with
 * their span. The floor is the same two calls of an async function that does nothing: the request,
 * its text and the awaiting.
 *
 * Last measured with 5 rounds on 2 busy cores (load 7; figures vary by three, ratios hold), Node
 * 24.21, Redis 7.0.15: memory 0.86 us (0.73 to 1.30) with one budget and 1.06 us (0.93 to 1.18)
 * with three, of which 0.29 us (0.28 to 0.36) are the floor; SQLite 145 us, its statements by hand
 * 126 us, ratio 1.15 (0.99 to 1.27); Redis two round trips. On a quiet machine those of Redis took
 * 359 us with ioredis and 342 us with node-redis, 77 and 66 us with 64 attempts in flight.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Redis } from "ioredis";
import { createClient } from "redis";
import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import { createMemoryLedger } from "../src/memory-ledger.ts";
import { createRedisLedger } from "../src/redis-ledger.ts";
import { createSqliteLedger } from "../src/sqlite-ledger.ts";
import { startRedisServer } from "../test/redis-server.ts";

const rounds = Number(process.argv[2] ?? 9);
const window = { kind: "calendar", key: "day:1", endsAtMs: Number.MAX_SAFE_INTEGER } as const;
const allLines = ["day", "route", "model"].map((budgetId) => ({
  budgetId,
  window,
  capMicroUsd: Number.MAX_SAFE_INTEGER,
}));
const lines = allLines.slice(0, 1);
const atMs = 1_800_000_000_000;
const leaseMs = 60_000;

type Ends = Pick<LedgerPort, "reserve" | "settle">;

const idle: Ends = {
  reserve: async () => ({ ok: true }),
  settle: async () => ({ excessMicroUsd: 0 }),
};

let attempts = 0;

async function pair(ledger: Ends, charged: readonly BudgetLine[] = lines): Promise<void> {
  const attemptId = `attempt/${(attempts += 1)}`;
  await ledger.reserve({ attemptId, amountMicroUsd: 90, lines: charged, atMs, leaseMs });
  await ledger.settle({ attemptId, amountMicroUsd: 80, atMs });
}

/** Microseconds of processor time for each of `count` calls. */
async function processorUs(count: number, call: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** The statements of the SQLite ledger, called by hand. */
function handWritten(file: string): () => void {
  const base = createSqliteLedger({ file });
  void base.snapshot(lines, atMs);
  base.close();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  const name = JSON.stringify(["day", "day:1"]);
  const columns = `id, duration_ms, newest_part, min(spent, ${Number.MAX_SAFE_INTEGER}) AS spent, reserved`;
  const attempt = "id, state, amount, excess, windows";
  const sql = {
    begin: database.prepare("BEGIN IMMEDIATE"),
    commit: database.prepare("COMMIT"),
    overdue: database.prepare(
      `SELECT ${attempt} FROM attempt WHERE state = 'held' AND due_at_ms <= ?`,
    ),
    known: database.prepare("SELECT 1 FROM attempt WHERE id = ?"),
    window: database.prepare(`SELECT ${columns} FROM window WHERE name = ?`),
    hold: database.prepare("UPDATE window SET reserved = reserved + ? WHERE id = ?"),
    forget: database.prepare(
      `DELETE FROM attempt WHERE rowid IN (
        SELECT rowid FROM attempt WHERE state <> 'held' AND due_at_ms <= ? LIMIT 100)`,
    ),
    add: database.prepare(
      `INSERT INTO attempt (id, state, amount, excess, windows, due_at_ms)
        VALUES (?, 'held', ?, 0, ?, ?)`,
    ),
    find: database.prepare(`SELECT ${attempt} FROM attempt WHERE id = ?`),
    book: database.prepare(
      `UPDATE window SET reserved = reserved - ?, spent = spent + ? WHERE id = ? RETURNING ${columns}`,
    ),
    end: database.prepare("UPDATE attempt SET state = ?, excess = ?, due_at_ms = ? WHERE id = ?"),
  };
  return () => {
    const attemptId = `attempt/${(attempts += 1)}`;
    sql.begin.run();
    sql.overdue.all(atMs);
    sql.known.get(attemptId);
    sql.window.get(name);
    sql.hold.run(90, 1);
    sql.forget.run(atMs);
    sql.add.run(attemptId, 90, "[1]", atMs + leaseMs);
    sql.commit.run();
    sql.begin.run();
    sql.find.get(attemptId);
    sql.book.get(90, 80, 1);
    sql.end.run("settled", 0, atMs + leaseMs, attemptId);
    sql.commit.run();
  };
}

/** Wall microseconds for each pair, with `width` attempts in flight. */
async function redisUs(ledger: LedgerPort, width: number): Promise<number> {
  const each = Math.ceil(1_000 / width);
  const began = performance.now();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let index = 0; index < each; index += 1) await pair(ledger);
    }),
  );
  return ((performance.now() - began) * 1_000) / (each * width);
}

const figures = new Map<string, number[]>();
const note = (name: string, figure: number): void => {
  figures.set(name, [...(figures.get(name) ?? []), figure]);
};

/** The machine code for a hot path is ready, and the collector's room wide enough, only by then. */
const WARM_UP_ROUNDS = 12;

const memory = createMemoryLedger();
for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
  const floorUs = await processorUs(100_000, async () => await pair(idle));
  const oneUs = await processorUs(100_000, async () => await pair(memory));
  const threeUs = await processorUs(100_000, async () => await pair(memory, allLines));
  if (round < 0) continue;
  note("floor of two awaited calls, us", floorUs);
  note("memory, 1 budget, us", oneUs);
  note("memory, 3 budgets, us", threeUs);
}

const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
const server = await startRedisServer({ appendfsync: "everysec" });
const ioredis = new Redis(server.port, "127.0.0.1");
const nodeRedis = createClient({ socket: { port: server.port } });
await nodeRedis.connect();
const sqlite = createSqliteLedger({ file: join(folder, "ledger.db") });
const byHand = handWritten(join(folder, "by-hand.db"));
const onIoredis = createRedisLedger({ client: ioredis, prefix: "one" });
const onNodeRedis = createRedisLedger({ client: nodeRedis, prefix: "two" });

for (let round = -1; round < rounds; round += 1) {
  const sqliteUs = await processorUs(2_000, async () => await pair(sqlite));
  const byHandUs = await processorUs(2_000, byHand);
  const redis = [
    ["redis, ioredis, 1 in flight, us", await redisUs(onIoredis, 1)],
    ["redis, ioredis, 64 in flight, us", await redisUs(onIoredis, 64)],
    ["redis, node-redis, 1 in flight, us", await redisUs(onNodeRedis, 1)],
    ["redis, node-redis, 64 in flight, us", await redisUs(onNodeRedis, 64)],
  ] as const;
  // The first round warms up.
  if (round < 0) continue;
  note("sqlite, us", sqliteUs);
  note("sqlite by hand, us", byHandUs);
  note("sqlite / by hand", sqliteUs / byHandUs);
  for (const [name, figure] of redis) note(name, figure);
}

const calls = async (): Promise<number> => {
  const stats = await ioredis.info("commandstats");
  const counts = [...stats.matchAll(/cmdstat_(?:evalsha|eval):calls=(\d+)/g)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
};
const before = await calls();
for (let index = 0; index < 100; index += 1) await pair(onIoredis);
console.log(`redis round trips for each attempt: ${((await calls()) - before) / 100}`);

for (const [name, values] of figures) {
  const sorted = values.toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(
    `${name}: ${median?.toFixed(2)} (${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`,
  );
}
sqlite.close();
ioredis.disconnect();
nodeRedis.destroy();
await server.stop();
rmSync(folder, { recursive: true, force: true });
