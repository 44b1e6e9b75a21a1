export {
  createSqliteLedger,
  createSqliteQuota,
  type SqliteLedger,
  type SqliteLedgerOptions,
  type SqliteQuota,
  type SqliteQuotaOptions,
} from "@switchyard/ledger/sqlite";
