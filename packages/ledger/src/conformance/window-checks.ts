import { strict as assert } from "node:assert";
import type { ConformanceCheck, LedgerPort } from "@switchyard/contract";
import type { LedgerSubject } from "./ledger-conformance.ts";
import { hold, HOUR_MS, line, rolling, spent, START_MS } from "./ledger-lines.ts";

const atMs = START_MS;

export function windowChecks(open: () => Promise<LedgerPort>): readonly ConformanceCheck[] {
  return [
    {
      name: "a new calendar window starts empty; a late end stays in its own",
      run: async () => {
        const ledger = await open();
        await hold(ledger, "a/1", 60, line(100));
        const tomorrow = line(100, "day", "2026-11-25");
        assert.deepEqual(await hold(ledger, "a/2", 100, tomorrow), { ok: true });
        await ledger.settle({ attemptId: "a/1", amountMicroUsd: 50, atMs: atMs + 5 });
        assert.equal(await spent(ledger, tomorrow, atMs + 5), 0);
        assert.equal(await spent(ledger, line(100), atMs + 5), 50);
      },
    },
    {
      name: "a rolling window forgets after its length, at most a sixtieth later",
      run: async () => {
        const ledger = await open();
        await hold(ledger, "a/1", 100, rolling(100));
        await ledger.settle({ attemptId: "a/1", amountMicroUsd: 100, atMs });
        assert.equal(await spent(ledger, rolling(100), atMs + HOUR_MS), 100);
        assert.equal(await spent(ledger, rolling(100), atMs + HOUR_MS + HOUR_MS / 60), 0);
      },
    },
  ];
}

export function openingCheck(open: LedgerSubject["open"], noOpening?: string): ConformanceCheck {
  const name = "opening spend counts in the window of first use only";
  if (noOpening !== undefined) return { name, skip: noOpening };
  return {
    name,
    run: async () => {
      const ledger = await open({ day: 70, hour: 30 });
      assert.equal(await spent(ledger, line(100), atMs), 70);
      assert.equal(await spent(ledger, line(100, "day", "2026-11-25"), atMs), 0);
      assert.equal(await spent(ledger, rolling(100), atMs), 30);
      assert.equal(await spent(ledger, rolling(100), atMs + 2 * HOUR_MS), 0);
      const more = await hold(ledger, "a/1", 31, line(100));
      assert.equal("leftMicroUsd" in more && more.leftMicroUsd, 30);
    },
  };
}
