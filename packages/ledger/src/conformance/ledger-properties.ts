import { strict as assert } from "node:assert";
import type { BudgetLine, ConformanceCheck, LedgerPort } from "@switchyard/contract";
import * as fc from "fast-check";
import { BUDGET_IDS, dayLine, someLedgerActions, type LedgerAction } from "./ledger-actions.ts";
import type { LedgerSubject } from "./ledger-conformance.ts";
import { hold, HOUR_MS, rolling, spent, START_MS } from "./ledger-lines.ts";
import { createReferenceLedger, type ReferenceLedger } from "./reference-ledger.ts";

interface Trial extends Pick<LedgerSubject, "open"> {
  /** Spent already when the ledger is compared with the reference. */
  readonly opening: Readonly<Record<string, number>>;
  readonly numRuns: number;
}

/** What holds over every run of actions. */
export function ledgerProperties(trial: Trial): readonly ConformanceCheck[] {
  return [actsAsReference(trial), rollingWindowIsTrue(trial)];
}

function actsAsReference({ open, opening, numRuns }: Trial): ConformanceCheck {
  const property = fc.asyncProperty(someLedgerActions(), async (actions) => {
    const ledger = await open(opening);
    const reference = createReferenceLedger(opening);
    let atMs = START_MS;
    for (const action of actions) {
      atMs += action.afterMs;
      assert.deepEqual(await act(ledger, action, atMs), await act(reference.port, action, atMs));
      await compareBalances(ledger, reference, atMs);
    }
  });
  return {
    name: "acts as the reference does, and never beyond a cap but for reported excess",
    run: () => fc.assert(property, { numRuns }),
  };
}

async function act(port: LedgerPort, action: LedgerAction, atMs: number): Promise<unknown> {
  const { kind, attemptId, amountMicroUsd, budgetIds, leaseMs } = action;
  const lines = budgetIds.map((id) => dayLine(id, atMs));
  if (kind === "reserve")
    return await port.reserve({ attemptId, amountMicroUsd, lines, atMs, leaseMs });
  if (kind === "release") return await port.release({ attemptId, atMs });
  if (kind === "snapshot") return await port.snapshot(lines, atMs);
  return await port.settle({ attemptId, amountMicroUsd, atMs }).catch(() => "refused");
}

async function compareBalances(
  ledger: LedgerPort,
  reference: ReferenceLedger,
  atMs: number,
): Promise<void> {
  const lines: readonly BudgetLine[] = BUDGET_IDS.map((id) => dayLine(id, atMs));
  const balances = await ledger.snapshot(lines, atMs);
  assert.deepEqual(balances, await reference.port.snapshot(lines, atMs));
  for (const { budgetId, spentMicroUsd, reservedMicroUsd, capMicroUsd } of balances) {
    const excess = reference.excessMicroUsd(dayLine(budgetId, atMs));
    assert(reservedMicroUsd >= 0, `${budgetId} holds ${reservedMicroUsd}`);
    const takenMicroUsd = spentMicroUsd + reservedMicroUsd;
    assert(takenMicroUsd <= capMicroUsd + excess, `${budgetId} has ${takenMicroUsd} taken`);
  }
}

function rollingWindowIsTrue({ open, numRuns }: Trial): ConformanceCheck {
  const somePosts = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: HOUR_MS / 2 }),
      amountMicroUsd: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 30 },
  );
  const property = fc.asyncProperty(somePosts, async (posts) => {
    const ledger = await open({});
    const booked: { readonly atMs: number; readonly amountMicroUsd: number }[] = [];
    const since = (fromMs: number): number =>
      booked.reduce((sum, post) => sum + (post.atMs > fromMs ? post.amountMicroUsd : 0), 0);
    let atMs = START_MS;
    for (const [index, { afterMs, amountMicroUsd }] of posts.entries()) {
      atMs += afterMs;
      const attemptId = `a/${index}`;
      if ((await hold(ledger, attemptId, amountMicroUsd, rolling(120), atMs)).ok) {
        await ledger.settle({ attemptId, amountMicroUsd, atMs });
        booked.push({ atMs, amountMicroUsd });
      }
      const counted = await spent(ledger, rolling(120), atMs);
      const least = since(atMs - HOUR_MS);
      const most = Math.min(120, since(atMs - HOUR_MS - HOUR_MS / 60 - 1));
      assert(counted >= least && counted <= most, `${counted} is not in ${least} to ${most}`);
    }
  });
  return {
    name: "a rolling window counts all spend of its length, and none older than a sixtieth more",
    run: () => fc.assert(property, { numRuns }),
  };
}
