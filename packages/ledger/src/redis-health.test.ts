import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { describeChecks } from "../test/describe-checks.ts";
import { joinHealth, steppedHealth, type SteppedHealth } from "../test/joined-health.ts";
import { startRedisServer, type RedisServer } from "../test/redis-server.ts";
import { healthConformance } from "./conformance/health-conformance.ts";
import type { SharedHealth } from "./conformance/health-subject.ts";
import type { RedisClient } from "./redis-client.ts";
import { BATCHES_MAX } from "./redis-health-script.ts";
import { RECORD_KEPT_MS, RECORDS_MAX } from "./health-record.ts";

let server: RedisServer;
let client: Redis;
let prefix = "";
let places = 0;

beforeAll(async () => {
  server = await startRedisServer();
  client = new Redis(server.port, "127.0.0.1");
  client.on("error", () => {});
});

beforeEach((context) => {
  prefix = context.task.id;
});

afterAll(async () => {
  client.disconnect();
  await server.stop();
});

const HOUR_MS = 3_600_000;
const endpoint = "alpha/quick#us";
const opened = { kind: "opened", endpoint, leftMs: HOUR_MS, cause: "auth: no\nkey" } as const;
const held = { kind: "held", endpoint, leftMs: HOUR_MS } as const;
/** The server's time runs, and so what is left of a rest shrinks. */
const heardOf = (word: typeof opened | typeof held): object => ({
  ...word,
  leftMs: expect.closeTo(HOUR_MS, -6),
});

describeChecks(
  "the Redis of an ioredis client",
  "shared health",
  healthConformance({ open: () => sharedOf(client) }),
);

/** Processes that look in turn; a word takes two rounds at most. */
function sharedOf(client: RedisClient): SharedHealth {
  places += 1;
  const processes: SteppedHealth[] = [];
  const carry = async (): Promise<void> => {
    for (let round = 0; round < 2; round += 1) for (const { look } of processes) await look();
  };
  return {
    connect: () => {
      const process = steppedHealth(client, `place-${places}`);
      processes.push(process);
      return process.port;
    },
    carry,
    lose: async (meanwhile) => {
      await server.crash(async () => {
        for (const { beginLook, clock } of processes) {
          beginLook();
          clock.pass(1_000);
          clock.pass(1_000);
        }
        await new Promise(setImmediate);
        meanwhile();
      });
      for (const { clock } of processes) clock.pass(1_000);
      await carry();
    },
  };
}

test("processes of another prefix hear nothing", async () => {
  const one = joinHealth(client, prefix);
  await one.look();
  one.member.tell(opened);
  await one.look();
  const other = joinHealth(client, `${prefix}-other`);
  await other.look();
  expect(other.words).toEqual([]);
});

test("a Redis that does not answer has one look to answer at a time", () => {
  let looks = 0;
  const unanswered = (): Promise<unknown> => {
    looks += 1;
    return new Promise(() => {});
  };
  const one = joinHealth({ evalsha: unanswered, eval: unanswered }, prefix);
  one.beginLook();
  one.clock.pass(999);
  one.beginLook();
  expect(looks).toBe(1);
});

test("who leaves hears and tells nothing any more, nor of the server", async () => {
  const [one, two] = [joinHealth(client, prefix), joinHealth(client, prefix)];
  await Promise.all([one.look(), two.look()]);
  one.member.tell(opened);
  one.beginLook();
  two.beginLook();
  two.member.leave();
  await one.look();
  await two.look();
  one.member.leave();
  one.member.leave();
  one.member.tell(held);
  await one.look();
  expect(two.words).toEqual([]);
  expect(await client.hkeys(`{${prefix}}:health`)).toEqual([`breaker ${endpoint}`]);
});

test("what is long over is forgotten, and the number of records is bounded", async () => {
  const [seconds] = await client.time();
  const nowMs = Number(seconds) * 1_000;
  const key = `{${prefix}}:health`;
  const overMs = nowMs - RECORD_KEPT_MS;
  const records = Array.from({ length: RECORDS_MAX - 1 }, (_, n) => [`hold ${n}`, `0 ${nowMs} `]);
  await client.hset(key, Object.fromEntries([["breaker old", `1 ${overMs} auth`], ...records]));
  const one = joinHealth(client, prefix);
  await one.look();
  expect(await client.hlen(key)).toBe(RECORDS_MAX - 1);
  one.member.tell(opened);
  one.member.tell(held);
  await one.look();
  expect(await client.hlen(key)).toBe(RECORDS_MAX);
  expect(await client.pttl(key)).toBeGreaterThan(RECORD_KEPT_MS);
});

test("what is no record counts as a link that is lost, and says where it stands", async () => {
  await client.hset(`{${prefix}}:health`, "hold a", "1 2");
  const one = joinHealth(client, prefix);
  await one.look();
  expect(one.links).toHaveLength(1);
  expect(one.links[0]).toContain("lost:");
});

const took = { kind: "took", span: "answer", endpoint, latenciesMs: [900] } as const;

test("how long calls took reaches the others once, who joins later too, and never who told it", async () => {
  const [one, two] = [joinHealth(client, prefix), joinHealth(client, prefix)];
  await one.look();
  one.member.tell(took);
  one.member.tell({ ...took, latenciesMs: [1_100] });
  one.member.tell({ ...took, span: "silence" });
  await one.look();
  await one.look();
  await two.look();
  await two.look();
  const both = [
    { ...took, latenciesMs: [900, 1_100] },
    { ...took, span: "silence" },
  ];
  expect(two.words).toEqual(both);
  expect(one.words).toEqual([]);
  const late = joinHealth(client, prefix);
  await late.look();
  expect(late.words).toEqual(both);
});

test("batches are bounded in number and time, and what was told to a Redis that is away is dropped", async () => {
  const key = `{${prefix}}:latency`;
  for (let batch = 0; batch < BATCHES_MAX; batch += 1)
    void client.xadd(key, "*", "took", `answer ${endpoint} 1`);
  const one = joinHealth(client, prefix);
  one.member.tell(took);
  await one.look();
  expect(await client.xlen(key)).toBe(BATCHES_MAX);
  expect(await client.pttl(key)).toBeGreaterThan(0);

  const two = joinHealth(client, prefix);
  await two.look();
  const heard = two.words.length;
  await server.crash(async () => {
    one.beginLook();
    one.clock.pass(1_000);
    await new Promise(setImmediate);
    one.member.tell(took);
    one.beginLook();
    await new Promise(setImmediate);
  });
  for (const { clock } of [one, two]) clock.pass(1_000);
  await one.look();
  await two.look();
  expect(two.words).toHaveLength(heard);
  one.member.tell(took);
  await one.look();
  await two.look();
  expect(two.words.slice(heard)).toEqual([took]);
});

test("a client of node-redis does as well", async () => {
  const nodeRedis = createClient({ socket: { port: server.port } });
  await nodeRedis.connect();
  const one = joinHealth(nodeRedis, prefix);
  await one.look();
  one.member.tell(opened);
  one.member.tell(took);
  await one.look();
  const two = joinHealth(client, prefix);
  await two.look();
  expect(two.words).toEqual([heardOf(opened), took]);
  nodeRedis.destroy();
});
