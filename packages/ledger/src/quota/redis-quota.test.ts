import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeQuota } from "../../test/describe-quota.ts";
import { startRedisServer, type RedisServer } from "../../test/redis-server.ts";
import { createRedisQuota } from "./redis-quota.ts";

let server: RedisServer;
let ioredis: Redis;
let nodeRedis: ReturnType<typeof createClient>;
let books = 0;

beforeAll(async () => {
  server = await startRedisServer();
  ioredis = new Redis(server.port, "127.0.0.1");
  nodeRedis = createClient({ socket: { port: server.port } });
  await nodeRedis.connect();
});

afterAll(async () => {
  ioredis.disconnect();
  nodeRedis.destroy();
  await server.stop();
});

const newBook = (): { readonly prefix: string } => ({ prefix: `book-${(books += 1)}` });

describeQuota(
  "the Redis of an ioredis client",
  () => createRedisQuota({ client: ioredis, ...newBook() }),
  { numRuns: 25 },
);

describeQuota(
  "the Redis of a node-redis client",
  () => createRedisQuota({ client: nodeRedis, ...newBook() }),
  { numRuns: 5 },
);

test("two processes of one prefix share one quota, in one slot, and it is forgotten in the end", async () => {
  const { prefix } = newBook();
  const one = createRedisQuota({ client: ioredis, prefix });
  const other = createRedisQuota({ client: nodeRedis, prefix });
  const limits = { requestsPerMinute: 60, concurrencyMax: 8 };
  const request = { route: "quick", limits, tokens: 1, at: { nowMs: 1, epochMs: 1 }, leaseMs: 500 };
  let admitted = 0;
  for (let ask = 0; ask < 10; ask += 1) {
    const outcomes = await Promise.all([
      one.admit({ ...request, id: `one-${ask}`, segment: "free" }),
      other.admit({ ...request, id: `other-${ask}`, segment: "free" }),
    ]);
    admitted += outcomes.filter(({ ok }) => ok).length;
  }
  expect(admitted).toBe(8);
  const keys = await ioredis.keys(`{${prefix}}:*`);
  expect(keys).toHaveLength(3);
  for (const key of keys) expect(await ioredis.pttl(key)).toBeGreaterThan(86_000_000);
});
