export {
  createSqliteLedger,
  type SqliteLedger,
  type SqliteLedgerOptions,
} from "@switchyard/ledger/sqlite";
