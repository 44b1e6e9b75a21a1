import * as fc from "fast-check";
import { deepStrictEqual, strict as assert } from "node:assert";
import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import { BUDGET_IDS, dayLine } from "../src/conformance/ledger-actions.ts";
import { START_MS } from "../src/conformance/ledger-lines.ts";
import {
  createReferenceLedger,
  type ReferenceLedger,
} from "../src/conformance/reference-ledger.ts";

/** One attempt as a caller lives it. */
interface Life {
  readonly amountMicroUsd: number;
  readonly budgetIds: readonly string[];
  readonly leaseMs: number;
  readonly spentMicroUsd: number;
  /** In this order, each after a pause; the ledger hears some twice. */
  readonly ends: readonly ("settle" | "release")[];
  readonly isAskedTwice: boolean;
}

const someLives = fc.array(
  fc.record<Life>({
    amountMicroUsd: fc.integer({ min: 0, max: 80 }),
    budgetIds: fc.subarray([...BUDGET_IDS]),
    leaseMs: fc.constantFrom(10, 100, 5_000),
    spentMicroUsd: fc.integer({ min: 0, max: 90 }),
    ends: fc.array(fc.constantFrom("settle", "release"), { maxLength: 3 }),
    isAskedTwice: fc.boolean(),
  }),
  { minLength: 2, maxLength: 8 },
);
const somePauses = fc.array(fc.constantFrom(0, 1, 20, 200), { maxLength: 8 });

/**
 * Attempts that live at once, with time passing between: in whatever order their calls come, each
 * answer is the reference's, and no cap is exceeded but by excess that was reported.
 */
export function everyInterleaving(
  create: () => LedgerPort,
): fc.IAsyncPropertyWithHooks<[fc.Scheduler, readonly Life[], readonly number[]]> {
  return fc.asyncProperty(fc.scheduler(), someLives, somePauses, async (order, lives, pauses) => {
    const both: Both = { ledger: create(), reference: createReferenceLedger(), atMs: START_MS };
    const callers = lives.map(async (life, index) => {
      await live(both, order, life, `a/${index}`);
    });
    const passing = pauses.map(async (pauseMs) => {
      await order.schedule(Promise.resolve(), `${pauseMs} ms pass`);
      both.atMs += pauseMs;
      await compare(both);
    });
    await order.waitFor(Promise.all([...callers, ...passing]));
    both.atMs += 5_001;
    const balances = await compare(both);
    for (const { reservedMicroUsd } of balances) assert.equal(reservedMicroUsd, 0);
  });
}

interface Both {
  readonly ledger: LedgerPort;
  readonly reference: ReferenceLedger;
  atMs: number;
}

async function live(
  both: Both,
  order: fc.Scheduler,
  { amountMicroUsd, budgetIds, leaseMs, spentMicroUsd, ends, isAskedTwice }: Life,
  attemptId: string,
): Promise<void> {
  for (let asks = 0; asks < (isAskedTwice ? 2 : 1); asks += 1) {
    await order.schedule(Promise.resolve(), `${attemptId} reserves`);
    const { atMs } = both;
    const lines = budgetIds.map((budgetId) => dayLine(budgetId, atMs));
    const request = { attemptId, amountMicroUsd, lines, atMs, leaseMs };
    await same(both, async (port) => await port.reserve(request));
  }
  for (const end of ends) {
    await order.schedule(Promise.resolve(), `${attemptId} ${end}s`);
    const told = { attemptId, amountMicroUsd: spentMicroUsd, atMs: both.atMs };
    await same(both, async (port) =>
      end === "settle" ? await port.settle(told).catch(() => "refused") : await port.release(told),
    );
  }
}

async function same(both: Both, call: (port: LedgerPort) => Promise<unknown>): Promise<void> {
  // Both hear of it before anybody else can speak.
  const [answer, expected] = await Promise.all([call(both.ledger), call(both.reference.port)]);
  deepStrictEqual(answer, expected);
  await compare(both);
}

async function compare({
  ledger,
  reference,
  atMs,
}: Both): Promise<Awaited<ReturnType<LedgerPort["snapshot"]>>> {
  const lines: readonly BudgetLine[] = BUDGET_IDS.map((budgetId) => dayLine(budgetId, atMs));
  const [balances, expected] = await Promise.all([
    ledger.snapshot(lines, atMs),
    reference.port.snapshot(lines, atMs),
  ]);
  deepStrictEqual(balances, expected);
  for (const [index, { spentMicroUsd, reservedMicroUsd, capMicroUsd }] of balances.entries()) {
    const line = lines[index];
    const excess = line === undefined ? 0 : reference.excessMicroUsd(line);
    assert(reservedMicroUsd >= 0 && spentMicroUsd + reservedMicroUsd <= capMicroUsd + excess);
  }
  return balances;
}
