import { describe, expect, test } from "vitest";
import { ledgerConformance, type LedgerSubject } from "../src/conformance/ledger-conformance.ts";

/** What every ledger must do. Ours have opening spend, so nothing is skipped. */
export function describeLedger(
  name: string,
  open: LedgerSubject["open"],
  runs: { readonly numRuns: number } = { numRuns: 150 },
): void {
  const checks = ledgerConformance({ open }, runs).filter((check) => "run" in check);
  describe(`${name} as a ledger`, () => {
    test.each(checks)("$name", async ({ run }) => {
      await expect(run()).resolves.toBeUndefined();
    });
  });
}
