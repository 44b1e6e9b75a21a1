import { Redis } from "ioredis";

/** A client of a server that a test may kill: what its calls fail with is what the test looks at. */
export function connectRedis(port: number): Redis {
  const client = new Redis(port, "127.0.0.1");
  client.on("error", () => {});
  return client;
}
