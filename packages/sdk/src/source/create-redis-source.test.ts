import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startRedisServer, type RedisServer } from "../../../ledger/test/redis-server.ts";
import { microtasksDone } from "../../test/manual-clock.ts";
import { invalidVersion, versionOf } from "../../test/policy-swaps.ts";
import { CATALOG } from "../../test/sample-bundle.ts";
import { createRedisSource } from "./create-redis-source.ts";

const POINTER = "policy:in-force";
let server: RedisServer;
let client: Redis;

beforeAll(async () => {
  server = await startRedisServer();
  // As an application that would rather have its error than wait has it.
  client = new Redis(server.port, "127.0.0.1", {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: () => 5,
    lazyConnect: true,
  });
  // A client tells of a server that went away; what it fails to read is what the tests look at.
  client.on("error", () => {});
  await client.connect();
});
afterAll(async () => {
  client.disconnect();
  await server.stop();
});
afterEach(() => client.flushall());

/** Resolves at the client's next such event, whatever errors it tells before. */
function heard(event: "close" | "ready"): Promise<void> {
  return new Promise((resolve) => {
    client.once(event, () => resolve());
  });
}

const stored = (policy: object): string =>
  JSON.stringify({ policy: JSON.stringify(policy), catalog: JSON.stringify(CATALOG) });

interface Followed {
  readonly told: readonly (number | string)[];
  /** Looks so many times, each to its end. */
  readonly look: (times: number) => Promise<void>;
  readonly version: () => number;
}

async function follow(): Promise<Followed> {
  let tick = (): void => {};
  const reads: Promise<unknown>[] = [];
  const source = await createRedisSource({
    client: {
      get: (key) => {
        const read = client.get(key);
        reads.push(read);
        return read;
      },
    },
    pointer: POINTER,
    ticker: (_everyMs, onTick) => {
      tick = onTick;
      return () => {};
    },
  });
  const told: (number | string)[] = [];
  source.subscribe((news) =>
    told.push(news.kind === "bundle" ? news.bundle.policy.version : String(news.error)),
  );
  return {
    told,
    version: () => source.current.policy.version,
    look: async (times) => {
      for (let count = 0; count < times; count += 1) {
        tick();
        // The pointer is read first, and then what it names.
        while (reads.length > 0) {
          await Promise.allSettled(reads.splice(0));
          await microtasksDone();
        }
      }
    },
  };
}

test("a roll-out and a rollback are one SET of the pointer each, and a bad bundle is refused", async () => {
  await client.set("policy:1", stored(versionOf(1, "alpha/quick")));
  await client.set("policy:2", stored(versionOf(2, "beta/quick")));
  await client.set("policy:3", stored(invalidVersion(3)));
  await client.set(POINTER, "policy:1");
  const { told, look } = await follow();
  await look(3);
  await client.set(POINTER, "policy:2");
  await look(3);
  await client.set(POINTER, "policy:3");
  await look(3);
  await client.set(POINTER, "policy:1");
  await look(3);
  await client.set(POINTER, "policy:4");
  await look(3);
  expect(told).toEqual([
    2,
    expect.stringMatching(/policy:3\/policy:1:\d+ .*alpha\/missing/),
    1,
    expect.stringContaining("names policy:4, which is not there. SET that one first."),
  ]);
});

test.each([
  ["no JSON", "{", "Redis key policy:1 is no JSON ("],
  ["no object", "7", "Redis key policy:1 is no JSON object"],
  ["no policy", "{}", "Redis key policy:1 has no policy"],
  ["no text", '{"policy":1}', "policy of Redis key policy:1 is no text"],
])("a first bundle of %s is told where the source is made", async (_what, text, message) => {
  await client.set("policy:1", text);
  await client.set(POINTER, "policy:1");
  await expect(follow()).rejects.toThrow(message);
});

test("a pointer that was never set is told where the source is made", async () => {
  await expect(follow()).rejects.toThrow(`Redis has no key ${POINTER}`);
});

test("while Redis is away the last good bundle stays, and what it then names is taken", async () => {
  await client.set("policy:1", stored(versionOf(1, "alpha/quick")));
  await client.set("policy:2", stored(versionOf(2, "beta/quick")));
  await client.set(POINTER, "policy:1");
  const { told, look, version } = await follow();
  const isAway = heard("close");
  const isBack = isAway.then(() => heard("ready"));
  await server.crash(async () => {
    await isAway;
    await look(4);
    expect(told).toEqual([expect.stringContaining("Stream isn't writeable")]);
    expect(version()).toBe(1);
  });
  await isBack;
  await client.set(POINTER, "policy:2");
  await look(2);
  expect(told.slice(1)).toEqual([2]);
});
