export { createRedisHealth, type RedisHealthOptions } from "./health/create-redis-health.ts";
export {
  createRedisLedger,
  type IoredisClient,
  type NodeRedisClient,
  type RedisClient,
  type RedisLedgerOptions,
} from "@switchyard/ledger/redis";
