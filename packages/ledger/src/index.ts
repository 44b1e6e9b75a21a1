export { ENDED_ATTEMPTS_MAX } from "./attempt-book.ts";
export { createMemoryLedger, type MemoryLedgerOptions } from "./memory-ledger.ts";
