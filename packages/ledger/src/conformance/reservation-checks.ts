import { strict as assert } from "node:assert";
import type { ConformanceCheck, LedgerPort } from "@switchyard/contract";
import { hold, line, reserved, START_MS } from "./ledger-lines.ts";

export function reservationChecks(open: () => Promise<LedgerPort>): readonly ConformanceCheck[] {
  return [
    {
      name: "holds on every line or on none",
      run: async () => {
        const ledger = await open();
        assert.deepEqual(await hold(ledger, "a/1", 40, [line(100), line(10, "small")]), {
          ok: false,
          budgetId: "small",
          neededMicroUsd: 40,
          leftMicroUsd: 10,
          resetsAtMs: START_MS + 1,
        });
        assert.equal(await reserved(ledger, line(100), START_MS), 0);
      },
    },
    {
      name: "takes the last micro-dollar and not one more",
      run: async () => {
        const ledger = await open();
        assert.deepEqual(await hold(ledger, "a/1", 100, line(100)), { ok: true });
        const more = await hold(ledger, "a/2", 1, line(100));
        assert.equal(more.ok, false);
        assert.equal("leftMicroUsd" in more && more.leftMicroUsd, 0);
      },
    },
    {
      name: "a repeated reserve holds once, also after the attempt has ended",
      run: async () => {
        const ledger = await open();
        await hold(ledger, "a/1", 60, line(100));
        assert.deepEqual(await hold(ledger, "a/1", 60, line(100)), { ok: true });
        assert.equal(await reserved(ledger, line(100), START_MS), 60);
        await ledger.release({ attemptId: "a/1", atMs: START_MS });
        assert.deepEqual(await hold(ledger, "a/1", 60, line(100)), { ok: true });
        assert.equal(await reserved(ledger, line(100), START_MS), 0);
      },
    },
  ];
}
