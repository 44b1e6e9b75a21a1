import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ManualClock } from "../../test/manual-clock.ts";
import { createSampleRouter, eventsOf, typesOf } from "../../test/sample-router.ts";

const window = { kind: "rolling", durationMs: 3_600_000 } as const;
const LINE: BudgetLine = { budgetId: "alpha", window, capMicroUsd: 500_000 };

/** One freeze of the process while a settlement is on its way. */
interface Freeze {
  readonly durationMs: number;
  /** The ledger has it before the freeze, and its answer is lost; else it goes out after it. */
  readonly isHeard: boolean;
}

/** The lease of the sample's ask is 20 seconds, and a call of the ledger may take 250 ms. */
const aFreeze: fc.Arbitrary<Freeze> = fc.record({
  durationMs: fc.oneof(
    fc.constantFrom(0, 249, 251, 9_999, 10_001, 20_001, 1_000_000),
    fc.integer({ min: 0, max: 60_000 }),
  ),
  isHeard: fc.boolean(),
});

/** A ledger of another place, whose caller is frozen by each settlement as long as there are freezes. */
function ledgerThatFreezes(freezes: readonly Freeze[]): {
  readonly ledger: LedgerPort;
  readonly book: LedgerPort;
  readonly wasFreed: () => boolean;
  readonly by: (clock: ManualClock) => void;
} {
  const book = createMemoryLedger();
  const left = [...freezes];
  let clock: ManualClock | undefined;
  let isSettled = false;
  let wasFreed = false;
  const settle: LedgerPort["settle"] = async (end) => {
    isSettled = true;
    return await book.settle(end);
  };
  const ledger: LedgerPort = {
    reserve: book.reserve,
    release: book.release,
    snapshot: book.snapshot,
    settle: async (end) => {
      const freeze = left.shift();
      if (freeze === undefined || clock === undefined) return await settle(end);
      if (freeze.isHeard) await settle(end);
      clock.freeze(freeze.durationMs);
      // Another process looks at the book meanwhile, which frees what is due.
      const [balance] = await book.snapshot([LINE], clock.epochMs());
      wasFreed ||= !isSettled && balance?.reservedMicroUsd === 0;
      // Timers that are due ring before an answer is read.
      await clock.sleep(0);
      return await settle(end);
    },
  };
  return { ledger, book, wasFreed: () => wasFreed, by: (by) => (clock = by) };
}

test("however long and often a process freezes, its spend is booked, and a lease that ended is told once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aFreeze, { minLength: 1, maxLength: 3 }), async (freezes) => {
      const { ledger, book, wasFreed, by } = ledgerThatFreezes(freezes);
      const { router, clock, events, ask } = createSampleRouter({ ledger });
      by(clock);
      const { costMicroUsd } = await ask();
      await clock.finish(router.flush());
      const late = eventsOf(events, "lease-expired").map(({ amountMicroUsd }) => amountMicroUsd);
      expect(late).toEqual(wasFreed() ? [costMicroUsd] : []);
      expect(await book.snapshot([LINE], clock.epochMs())).toMatchObject([
        { spentMicroUsd: costMicroUsd, reservedMicroUsd: 0 },
      ]);
      expect(typesOf(events)).not.toContain("settlement-failed");
    }),
    { numRuns: 200 },
  );
});
