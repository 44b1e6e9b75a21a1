export {
  createSqliteQuota,
  type SqliteQuota,
  type SqliteQuotaOptions,
} from "./quota/sqlite-quota.ts";
export {
  createSqliteLedger,
  type SqliteLedger,
  type SqliteLedgerOptions,
} from "./sqlite-ledger.ts";
