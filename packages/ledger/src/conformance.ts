export { healthConformance } from "./conformance/health-conformance.ts";
export { type HealthSubject, type SharedHealth } from "./conformance/health-subject.ts";
export { ledgerConformance, type LedgerSubject } from "./conformance/ledger-conformance.ts";
export { quotaConformance, type QuotaSubject } from "./conformance/quota-conformance.ts";
