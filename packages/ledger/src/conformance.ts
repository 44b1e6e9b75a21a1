export { ledgerConformance, type LedgerSubject } from "./conformance/ledger-conformance.ts";
export { quotaConformance, type QuotaSubject } from "./conformance/quota-conformance.ts";
