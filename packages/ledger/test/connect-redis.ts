import { Redis } from "ioredis";

interface RedisSettings {
  readonly enableOfflineQueue?: boolean;
  readonly maxRetriesPerRequest?: number;
}

/** A client of a server that a test may kill: what its calls fail with is what the test looks at. */
export function connectRedis(port: number, options: RedisSettings = {}): Redis {
  const client = new Redis(port, "127.0.0.1", options);
  client.on("error", () => {});
  return client;
}
