import type { LedgerPort } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { ledgerConformance } from "@switchyard/ledger/conformance";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";

const RUNS = { numRuns: 20 };

function wrong(change: (ledger: LedgerPort) => Partial<LedgerPort>): Promise<readonly string[]> {
  const open = (opening: Readonly<Record<string, number>>): LedgerPort => {
    const ledger = createMemoryLedger({ opening });
    return { ...ledger, ...change(ledger) };
  };
  return brokenBy(ledgerConformance({ open }, RUNS));
}

test("a ledger that keeps what it should release is caught", async () => {
  expect(await wrong(() => ({ release: async () => {} }))).toContain(
    "a release drops the hold; a settlement after it books nothing",
  );
});

test("a ledger that looks at the first line only is caught", async () => {
  const broken = await wrong(({ reserve }) => ({
    reserve: (request) => reserve({ ...request, lines: request.lines.slice(0, 1) }),
  }));
  expect(broken).toContain("holds on every line or on none");
  expect(broken).toContain(
    "acts as the reference does, and never beyond a cap but for reported excess",
  );
});

test("a ledger without opening spend skips what is said of it, with its reason", async () => {
  const open = (): LedgerPort => createMemoryLedger();
  const checks = ledgerConformance({ open, noOpening: "it starts empty" }, RUNS);
  expect(checks.filter((check) => "skip" in check)).toEqual([
    { name: "opening spend counts in the window of first use only", skip: "it starts empty" },
  ]);
  expect(await brokenBy(checks)).toEqual([]);
});
