import { quotaConformance, type QuotaSubject } from "../src/conformance/quota-conformance.ts";
import { describeChecks } from "./describe-checks.ts";

/** What every store of quotas must do. */
export function describeQuota(
  name: string,
  open: QuotaSubject["open"],
  runs: { readonly numRuns: number },
): void {
  describeChecks(name, "a store of quotas", quotaConformance({ open }, runs));
}
