import { strict as assert } from "node:assert";
import type { QuotaLimit, QuotaPort } from "@switchyard/contract";
import { numbersOf } from "../numbers-of.ts";
import { createRedisScript, type RedisClient } from "../redis-client.ts";
import { readRouteQuota } from "./redis-quota-reading.ts";
import { ADMIT, LEAVE, READ } from "./redis-quota-scripts.ts";

export interface RedisQuotaOptions {
  /** A connected client of `ioredis` or of `redis`; it stays the caller's to close. */
  readonly client: RedisClient;
  /** Begins the names of all keys; quotas of one prefix are one book. Default `switchyard`. */
  readonly prefix?: string;
}

/** In the order of the script's answer. */
const LIMITS: readonly QuotaLimit[] = ["requestsPerMinute", "tokensPerMinute", "concurrencyMax"];
/** In the scripts' order. */
const KEYS = ["state", "seats", "leases"] as const;

/**
 * Quotas in Redis or Valkey (7 or later), for many processes: each call is one Lua script and one
 * round trip, and comes to the numbers that the memory quota comes to.
 *
 * Time is the callers' wall clocks, and the one that is ahead counts. A clock a minute or more
 * behind it is taken for one that was set back, so the callers' clocks must not differ by as much.
 * A route that is asked nothing for a day is forgotten. A call rejects with the client's error.
 */
export function createRedisQuota({ client, prefix = "switchyard" }: RedisQuotaOptions): QuotaPort {
  const routes = new Map<string, ReturnType<typeof scriptsOf>>();
  const scriptsOfRoute = (route: string): ReturnType<typeof scriptsOf> => {
    const known = routes.get(route);
    if (known !== undefined) return known;
    const made = scriptsOf(client, prefix, route);
    routes.set(route, made);
    return made;
  };
  return {
    admit: async ({ id, route, segment, limits, tokens, at, leaseMs }) => {
      const bounds = LIMITS.map((limit) => `${limits[limit] ?? ""}`);
      const sent = [`${at.epochMs}`, id, segment, `${tokens}`, `${leaseMs}`, ...bounds];
      const [isIn, place, retryAfterMs] = numbersOf(await scriptsOfRoute(route).admit(...sent));
      if (isIn === 1) return { ok: true };
      const limit = LIMITS[(place ?? 0) - 1];
      assert(
        limit !== undefined && retryAfterMs !== undefined,
        `Redis refused ask ${id} for no limit of route ${route}.`,
      );
      return { ok: false, limit, retryAfterMs };
    },
    leave: async ({ id, route, tokens }) => {
      await scriptsOfRoute(route).leave(id, `${tokens}`);
    },
    standing: async ({ route, limits, at }) => {
      const answer = await scriptsOfRoute(route).read(`${at.epochMs}`);
      return readRouteQuota(answer).standing(limits, at.epochMs);
    },
  };
}

type Script = ReturnType<typeof createRedisScript>;

function scriptsOf(
  client: RedisClient,
  prefix: string,
  route: string,
): Readonly<Record<"admit" | "leave" | "read", Script>> {
  const keys = KEYS.map((key) => `{${prefix}}:quota:${route}:${key}`);
  return {
    admit: createRedisScript(client, ADMIT, keys),
    leave: createRedisScript(client, LEAVE, keys),
    read: createRedisScript(client, READ, keys),
  };
}
