import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeLedger } from "../test/describe-ledger.ts";
import { startRedisServer, type RedisServer } from "../test/redis-server.ts";
import type { IoredisClient } from "./redis-client.ts";
import { createRedisLedger } from "./redis-ledger.ts";

let server: RedisServer;
let ioredis: Redis;
let nodeRedis: ReturnType<typeof createClient>;
let books = 0;

beforeAll(async () => {
  server = await startRedisServer();
  ioredis = new Redis(server.port, "127.0.0.1");
  nodeRedis = createClient({ socket: { port: server.port } });
  // A client tells of a server that went away; the calls it fails are what the tests look at.
  for (const client of [ioredis, nodeRedis]) client.on("error", () => {});
  await nodeRedis.connect();
});

afterAll(async () => {
  ioredis.disconnect();
  nodeRedis.destroy();
  await server.stop();
});

const newBook = (): { readonly prefix: string } => ({ prefix: `book-${(books += 1)}` });

describeLedger(
  "the Redis ledger of an ioredis client",
  (opening) => createRedisLedger({ client: ioredis, ...newBook(), opening }),
  { numRuns: 15 },
);

describeLedger(
  "the Redis ledger of a node-redis client",
  (opening) => createRedisLedger({ client: nodeRedis, ...newBook(), opening }),
  { numRuns: 5 },
);

const DAY_MS = 86_400_000;
const window = { kind: "calendar", key: "day:1", endsAtMs: DAY_MS } as const;
const lines = [{ budgetId: "day", window, capMicroUsd: 100 }];
const request = { amountMicroUsd: 60, lines, atMs: 1, leaseMs: 1_000 };

test("two clients of one prefix share one book, and of another prefix they do not", async () => {
  const { prefix } = newBook();
  const one = createRedisLedger({ client: ioredis, prefix });
  const other = createRedisLedger({ client: nodeRedis, prefix });
  await one.reserve({ ...request, attemptId: "a/1" });
  expect(await other.reserve({ ...request, attemptId: "a/2" })).toMatchObject({ leftMicroUsd: 40 });
  const third = createRedisLedger({ client: nodeRedis, ...newBook() });
  expect(await third.reserve({ ...request, attemptId: "a/2" })).toEqual({ ok: true });
});

test("a server that is killed keeps all it acknowledged, and its lost scripts are sent anew", async () => {
  const ledger = createRedisLedger({ client: ioredis, ...newBook() });
  await ledger.reserve({ ...request, attemptId: "a/1", amountMicroUsd: 10 });
  await ledger.reserve({ ...request, attemptId: "a/2", amountMicroUsd: 20 });
  await ledger.settle({ attemptId: "a/1", amountMicroUsd: 15, atMs: 1 });

  await server.crash();

  expect(await ledger.snapshot(lines, 2)).toMatchObject([
    { spentMicroUsd: 15, reservedMicroUsd: 20 },
  ]);
  expect(await ledger.settle({ attemptId: "a/1", amountMicroUsd: 15, atMs: 2 })).toEqual({
    excessMicroUsd: 5,
  });
  await ledger.release({ attemptId: "a/2", atMs: 2 });
  expect(await ledger.reserve({ ...request, attemptId: "a/3", amountMicroUsd: 86 })).toMatchObject({
    leftMicroUsd: 85,
  });
});

test("an attempt costs two round trips", async () => {
  const calls: string[] = [];
  const counting: IoredisClient = {
    evalsha: async (sha1, keyCount, ...rest) => {
      calls.push("evalsha");
      return await ioredis.evalsha(sha1, keyCount, ...rest);
    },
    eval: async (script, keyCount, ...rest) => {
      calls.push("eval");
      return await ioredis.eval(script, keyCount, ...rest);
    },
  };
  const ledger = createRedisLedger({ client: counting, ...newBook() });
  await ledger.reserve({ ...request, attemptId: "a/1" });
  await ledger.settle({ attemptId: "a/1", amountMicroUsd: 60, atMs: 1 });
  expect(calls.filter((call) => call === "evalsha")).toHaveLength(2);

  calls.length = 0;
  await ledger.reserve({ ...request, attemptId: "a/2", amountMicroUsd: 1 });
  await ledger.settle({ attemptId: "a/2", amountMicroUsd: 1, atMs: 1 });
  expect(calls).toEqual(["evalsha", "evalsha"]);
});

test("a cluster takes it: all its keys are declared and lie in one slot", async () => {
  const node = await startRedisServer({ "cluster-enabled": "yes" });
  const client = new Redis(node.port, "127.0.0.1");
  await client.cluster("ADDSLOTSRANGE", 0, 16_383);
  const ledger = createRedisLedger({ client });
  const isReady = async (): Promise<boolean> =>
    `${await client.cluster("INFO")}`.includes("cluster_state:ok");
  while (!(await isReady()));
  await ledger.reserve({ ...request, attemptId: "a/1" });
  expect(await ledger.settle({ attemptId: "a/1", amountMicroUsd: 61, atMs: 1 })).toEqual({
    excessMicroUsd: 1,
  });
  client.disconnect();
  await node.stop();
});

test("what ended long ago is forgotten, and so are windows long over", async () => {
  const { prefix } = newBook();
  const ledger = createRedisLedger({ client: ioredis, prefix });
  for (let day = 0; day < 40; day += 1) {
    const atMs = day * DAY_MS;
    const today = { kind: "calendar", key: `day:${day}`, endsAtMs: atMs + DAY_MS } as const;
    const hours = { kind: "rolling", durationMs: 3_600_000 } as const;
    const charged = [
      { budgetId: "day", window: today, capMicroUsd: 100 },
      { budgetId: "hour", window: hours, capMicroUsd: 100 },
    ];
    for (const end of ["settled", "released", "expired"]) {
      const attemptId = `${day}/${end}`;
      await ledger.reserve({ attemptId, amountMicroUsd: 1, lines: charged, atMs, leaseMs: 1_000 });
      if (end === "settled") await ledger.settle({ attemptId, amountMicroUsd: 1, atMs });
      if (end === "released") await ledger.release({ attemptId, atMs });
    }
  }
  // Today's three, and yesterday's that expired today: it may still say what it spent.
  expect(await ioredis.hlen(`{${prefix}}:attempts`)).toBe(4);
  expect(await ioredis.zcard(`{${prefix}}:leases`)).toBe(1);
  expect(await ioredis.zcard(`{${prefix}}:ended`)).toBe(3);
  expect(await ioredis.zcard(`{${prefix}}:window-ends`)).toBe(33);
  // Two counts for each day, and two, the newest part's number and the part for the hour.
  expect(await ioredis.hlen(`{${prefix}}:windows`)).toBe(2 * 33 + 4);
});
