export {
  createRedisLedger,
  createRedisQuota,
  type IoredisClient,
  type NodeRedisClient,
  type RedisClient,
  type RedisLedgerOptions,
  type RedisQuotaOptions,
} from "@switchyard/ledger/redis";
