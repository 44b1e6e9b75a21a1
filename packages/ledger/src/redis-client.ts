import { createHash } from "node:crypto";

/** What a ledger needs of an `ioredis` client or cluster. */
export interface IoredisClient {
  evalsha(sha1: string, keyCount: number, ...keysAndValues: string[]): Promise<unknown>;
  eval(script: string, keyCount: number, ...keysAndValues: string[]): Promise<unknown>;
}

/** What a ledger needs of a `redis` (node-redis) client, pool or cluster. */
export interface NodeRedisClient {
  evalSha(sha1: string, given: RedisArguments): Promise<unknown>;
  eval(script: string, given: RedisArguments): Promise<unknown>;
}

interface RedisArguments {
  keys: string[];
  arguments: string[];
}

export type RedisClient = IoredisClient | NodeRedisClient;

/**
 * A script to call by name: one round trip, and a second one when the server does not know the
 * script, which is at its first call and after a restart.
 */
export function createRedisScript(
  client: RedisClient,
  script: string,
  keys: readonly string[],
): (...values: readonly string[]) => Promise<unknown> {
  const sha1 = createHash("sha1").update(script).digest("hex");
  const call =
    "evalSha" in client
      ? {
          byName: async (values: readonly string[]) =>
            await client.evalSha(sha1, { keys: [...keys], arguments: [...values] }),
          byText: async (values: readonly string[]) =>
            await client.eval(script, { keys: [...keys], arguments: [...values] }),
        }
      : {
          byName: async (values: readonly string[]) =>
            await client.evalsha(sha1, keys.length, ...keys, ...values),
          byText: async (values: readonly string[]) =>
            await client.eval(script, keys.length, ...keys, ...values),
        };
  return async (...values) => {
    try {
      return await call.byName(values);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return await call.byText(values);
    }
  };
}
