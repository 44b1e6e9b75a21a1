export {
  createRedisLedger,
  type IoredisClient,
  type NodeRedisClient,
  type RedisClient,
  type RedisLedgerOptions,
} from "@switchyard/ledger/redis";
