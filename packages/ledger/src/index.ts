export { ENDED_ATTEMPTS_MIN } from "./attempt-book.ts";
export type { LedgerDownNotice } from "./ledger-down-notice.ts";
export { createMemoryLedger, type MemoryLedgerOptions } from "./memory-ledger.ts";
export {
  withLedgerDownPolicy,
  type LedgerDownLedger,
  type LedgerDownOptions,
} from "./with-ledger-down-policy.ts";
export { createMemoryQuota } from "./quota/memory-quota.ts";
export {
  withQuotaDownPolicy,
  type QuotaDownNotice,
  type QuotaDownOptions,
  type QuotaDownQuota,
} from "./quota/with-quota-down-policy.ts";
