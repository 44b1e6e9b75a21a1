export { createRedisHealth, type RedisHealthOptions } from "./health/create-redis-health.ts";
export {
  createRedisSource,
  type RedisReader,
  type RedisSourceOptions,
} from "./source/create-redis-source.ts";
export {
  createRedisLedger,
  createRedisQuota,
  type IoredisClient,
  type NodeRedisClient,
  type RedisClient,
  type RedisLedgerOptions,
  type RedisQuotaOptions,
} from "@switchyard/ledger/redis";
