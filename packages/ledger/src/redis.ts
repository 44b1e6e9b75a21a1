export type { IoredisClient, NodeRedisClient, RedisClient } from "./redis-client.ts";
export { createRedisHealth, type RedisHealthOptions } from "./redis-health.ts";
export { createRedisLedger, type RedisLedgerOptions } from "./redis-ledger.ts";
export { createRedisQuota, type RedisQuotaOptions } from "./quota/redis-quota.ts";
