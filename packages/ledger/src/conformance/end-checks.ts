import { strict as assert } from "node:assert";
import type { ConformanceCheck, LedgerPort } from "@switchyard/contract";
import { hold, LEASE_MS, line, reserved, spent, START_MS } from "./ledger-lines.ts";

export function endChecks(open: () => Promise<LedgerPort>): readonly ConformanceCheck[] {
  const atMs = START_MS;
  const openHolding = async (): Promise<LedgerPort> => {
    const ledger = await open();
    await hold(ledger, "a/1", 60, line(100));
    return ledger;
  };
  return [
    {
      name: "a settlement replaces the hold and books what exceeds it",
      run: async () => {
        const ledger = await openHolding();
        const end = { attemptId: "a/1", amountMicroUsd: 75, atMs };
        assert.deepEqual(await ledger.settle(end), { excessMicroUsd: 15 });
        assert.deepEqual(await ledger.settle(end), { excessMicroUsd: 15 });
        assert.deepEqual(await ledger.snapshot([line(100)], atMs), [
          { budgetId: "day", spentMicroUsd: 75, reservedMicroUsd: 0, capMicroUsd: 100 },
        ]);
      },
    },
    {
      name: "a release drops the hold; a settlement after it books nothing",
      run: async () => {
        const ledger = await openHolding();
        await ledger.release({ attemptId: "a/1", atMs });
        await ledger.release({ attemptId: "a/1", atMs });
        await ledger.settle({ attemptId: "a/1", amountMicroUsd: 20, atMs });
        assert.equal(await spent(ledger, line(100), atMs), 0);
        assert.equal(await reserved(ledger, line(100), atMs), 0);
      },
    },
    {
      name: "a lease ends on time, and what was spent is booked all the same, as excess",
      run: async () => {
        const ledger = await openHolding();
        assert.equal(await reserved(ledger, line(100), atMs + LEASE_MS - 1), 60);
        assert.equal(await reserved(ledger, line(100), atMs + LEASE_MS), 0);
        const late = { attemptId: "a/1", amountMicroUsd: 50, atMs: atMs + LEASE_MS + 1 };
        assert.deepEqual(await ledger.settle(late), { excessMicroUsd: 50 });
        assert.deepEqual(await ledger.settle(late), { excessMicroUsd: 50 });
        assert.equal(await spent(ledger, line(100), atMs + LEASE_MS + 1), 50);
      },
    },
    {
      name: "an attempt that was never reserved cannot be settled, and its release is no matter",
      run: async () => {
        const ledger = await open();
        await ledger.release({ attemptId: "a/9", atMs });
        await assert.rejects(ledger.settle({ attemptId: "a/9", amountMicroUsd: 1, atMs }));
      },
    },
  ];
}
