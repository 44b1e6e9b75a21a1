import * as fc from "fast-check";
import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import { expect, test } from "vitest";
import { BUDGET_IDS, dayLine, someLedgerActions } from "./ledger-arbitraries.ts";
import { HOUR_MS, rolling, spent, START_MS, type CreateLedger } from "./ledger-lines.ts";
import { createReferenceLedger } from "./reference-ledger.ts";

const leaseMs = 10_000;

/** What holds over every run of actions. */
export function describeLedgerProperties(create: CreateLedger, runs: Runs): void {
  describeReference(create, runs);
  describeRollingWindow(create, runs);
}

interface Runs {
  readonly numRuns: number;
}

function describeReference(create: CreateLedger, runs: Runs): void {
  test("acts as the reference does, and never beyond a cap but for reported excess", async () => {
    await fc.assert(
      fc.asyncProperty(someLedgerActions(), async (actions) => {
        const opening = { one: 40 };
        const ledger = await create(opening);
        const reference = createReferenceLedger(opening);
        let atMs = START_MS;
        const lines = (ids: readonly string[]): readonly BudgetLine[] =>
          ids.map((id) => dayLine(id, atMs));
        for (const { kind, afterMs, attemptId, amountMicroUsd, budgetIds, leaseMs } of actions) {
          atMs += afterMs;
          const act = async (port: LedgerPort): Promise<unknown> => {
            if (kind === "reserve") {
              const request = { attemptId, amountMicroUsd, lines: lines(budgetIds), atMs, leaseMs };
              return await port.reserve(request);
            }
            if (kind === "release") return await port.release({ attemptId, atMs });
            if (kind === "snapshot") return await port.snapshot(lines(budgetIds), atMs);
            return await port.settle({ attemptId, amountMicroUsd, atMs }).catch(() => "refused");
          };
          expect(await act(ledger)).toEqual(await act(reference.port));

          const balances = await ledger.snapshot(lines(BUDGET_IDS), atMs);
          expect(balances).toEqual(await reference.port.snapshot(lines(BUDGET_IDS), atMs));
          for (const { budgetId, spentMicroUsd, reservedMicroUsd, capMicroUsd } of balances) {
            const excess = reference.excessMicroUsd(dayLine(budgetId, atMs));
            expect(reservedMicroUsd).toBeGreaterThanOrEqual(0);
            expect(spentMicroUsd + reservedMicroUsd).toBeLessThanOrEqual(capMicroUsd + excess);
          }
        }
      }),
      runs,
    );
  });
}

function describeRollingWindow(create: CreateLedger, runs: Runs): void {
  test("a rolling window counts all spend of its length, and none older than a sixtieth more", async () => {
    const somePosts = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: HOUR_MS / 2 }),
        amountMicroUsd: fc.integer({ min: 0, max: 50 }),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(somePosts, async (posts) => {
        const ledger = await create();
        const booked: { readonly atMs: number; readonly amountMicroUsd: number }[] = [];
        const since = (fromMs: number): number =>
          booked.reduce((sum, post) => sum + (post.atMs > fromMs ? post.amountMicroUsd : 0), 0);
        let atMs = START_MS;
        for (const [index, { afterMs, amountMicroUsd }] of posts.entries()) {
          atMs += afterMs;
          const attemptId = `a/${index}`;
          const request = { attemptId, amountMicroUsd, lines: [rolling(120)], atMs, leaseMs };
          if ((await ledger.reserve(request)).ok) {
            await ledger.settle({ attemptId, amountMicroUsd, atMs });
            booked.push({ atMs, amountMicroUsd });
          }
          const counted = await spent(ledger, rolling(120), atMs);
          expect(counted).toBeGreaterThanOrEqual(since(atMs - HOUR_MS));
          expect(counted).toBeLessThanOrEqual(since(atMs - HOUR_MS - HOUR_MS / 60 - 1));
          expect(counted).toBeLessThanOrEqual(120);
        }
      }),
      runs,
    );
  });
}
