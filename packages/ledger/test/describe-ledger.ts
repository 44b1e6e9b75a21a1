import { ledgerConformance, type LedgerSubject } from "../src/conformance/ledger-conformance.ts";
import { describeChecks } from "./describe-checks.ts";

/** What every ledger must do. Ours have opening spend and share, so nothing is skipped. */
export function describeLedger(
  name: string,
  open: LedgerSubject["open"],
  runs: { readonly numRuns: number } = { numRuns: 150 },
): void {
  describeChecks(name, "a ledger", ledgerConformance({ open }, runs));
}
