import { strict as assert } from "node:assert";
import type { ConformanceCheck, LedgerPort } from "@switchyard/contract";
import { hold, line, reserved, spent, START_MS } from "./ledger-lines.ts";

export function capChecks(open: () => Promise<LedgerPort>): readonly ConformanceCheck[] {
  return [
    {
      name: "reservations made at once never exceed the cap",
      run: async () => {
        const ledger = await open();
        const ids = Array.from({ length: 20 }, (_, index) => `a/${index}`);
        const outcomes = await Promise.all(ids.map((id) => hold(ledger, id, 30, line(100))));
        assert.equal(outcomes.filter(({ ok }) => ok).length, 3);
        assert.equal(await reserved(ledger, line(100), START_MS), 90);
      },
    },
    {
      name: "an edited cap neither resets nor hides what was spent",
      run: async () => {
        const ledger = await open();
        await hold(ledger, "a/1", 90, line(100));
        await ledger.settle({ attemptId: "a/1", amountMicroUsd: 90, atMs: START_MS });
        const tighter = await hold(ledger, "a/2", 1, line(50));
        assert.equal("leftMicroUsd" in tighter && tighter.leftMicroUsd, 0);
        assert.deepEqual(await hold(ledger, "a/3", 60, line(150)), { ok: true });
      },
    },
    {
      name: "sums beyond what a number tells exactly stay whole, and leave no room",
      run: async () => {
        const ledger = await open();
        const most = Number.MAX_SAFE_INTEGER;
        const settle = async (attemptId: string, amountMicroUsd: number): Promise<number> =>
          (await ledger.settle({ attemptId, amountMicroUsd, atMs: START_MS })).excessMicroUsd;
        for (const attemptId of ["a/1", "a/2", "a/3"]) await hold(ledger, attemptId, 0, line(most));
        await settle("a/1", most);
        assert.equal(await settle("a/2", most), most);
        await settle("a/3", 1);
        assert.equal(await spent(ledger, line(most), START_MS), most);
        const more = await hold(ledger, "a/4", 1, line(most));
        assert.equal("leftMicroUsd" in more && more.leftMicroUsd, 0);
      },
    },
    {
      name: "an amount that is no whole number from 0 up is refused",
      run: async () => {
        const ledger = await open();
        for (const amountMicroUsd of [0.5, -1, Number.NaN])
          await assert.rejects(hold(ledger, "a/1", amountMicroUsd, line(100)));
      },
    },
  ];
}
