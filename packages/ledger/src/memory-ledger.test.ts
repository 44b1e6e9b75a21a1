import * as fc from "fast-check";
import { expect, test } from "vitest";
import { describeLedger } from "../test/ledger-conformance.ts";
import { everyInterleaving } from "../test/ledger-interleavings.ts";
import { ENDED_ATTEMPTS_MAX } from "./attempt-book.ts";
import { createMemoryLedger } from "./memory-ledger.ts";

describeLedger("the memory ledger", (opening) =>
  createMemoryLedger(opening === undefined ? {} : { opening }),
);

test("in whatever order concurrent attempts are heard, the answers are the reference's", async () => {
  const orders = everyInterleaving(() => createMemoryLedger());
  await expect(fc.assert(orders, { numRuns: 500 })).resolves.toBeUndefined();
});

const window = { kind: "calendar", key: "day:1", endsAtMs: 1_000 } as const;
const lines = [{ budgetId: "day", window, capMicroUsd: 100 }];
const request = { amountMicroUsd: 1, lines, atMs: 1, leaseMs: 1_000 };

test("remembers a bounded number of ends", async () => {
  const ledger = createMemoryLedger();
  for (let number = 0; number <= ENDED_ATTEMPTS_MAX; number += 1) {
    await ledger.reserve({ ...request, attemptId: `a/${number}` });
    await ledger.release({ attemptId: `a/${number}`, atMs: 1 });
  }
  await ledger.settle({ attemptId: "a/1", amountMicroUsd: 1, atMs: 1 });
  const forgotten = ledger.settle({ attemptId: "a/0", amountMicroUsd: 1, atMs: 1 });
  await expect(forgotten).rejects.toThrow("reserve before you settle");
});

test("a budget named twice in one reservation is a mistake of the caller", async () => {
  const twice = { ...request, attemptId: "a/1", lines: [...lines, ...lines] };
  await expect(createMemoryLedger().reserve(twice)).rejects.toThrow("name each budget once");
});

test("a lease that never ends is refused", async () => {
  const endless = { ...request, attemptId: "a/1", leaseMs: Number.POSITIVE_INFINITY };
  await expect(createMemoryLedger().reserve(endless)).rejects.toThrow("finite");
});

test("a wall clock that steps back finds the window before as it was", async () => {
  const ledger = createMemoryLedger();
  const next = { ...window, key: "day:2", endsAtMs: 2_000 };
  await ledger.reserve({ ...request, attemptId: "a/1" });
  await ledger.settle({ attemptId: "a/1", amountMicroUsd: 70, atMs: 1 });
  await ledger.snapshot([{ budgetId: "day", window: next, capMicroUsd: 100 }], 1_500);
  const [balance] = await ledger.snapshot(lines, 900);
  expect(balance?.spentMicroUsd).toBe(70);
});
