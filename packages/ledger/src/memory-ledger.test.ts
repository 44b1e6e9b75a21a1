import * as fc from "fast-check";
import { expect, test } from "vitest";
import { describeLedger } from "../test/describe-ledger.ts";
import { everyInterleaving } from "../test/ledger-interleavings.ts";
import { ENDED_ATTEMPTS_MIN } from "./attempt-book.ts";
import { createMemoryLedger } from "./memory-ledger.ts";

describeLedger("the memory ledger", (opening) => createMemoryLedger({ opening }));

test("in whatever order concurrent attempts are heard, the answers are the reference's", async () => {
  const orders = everyInterleaving(() => createMemoryLedger());
  await expect(fc.assert(orders, { numRuns: 500 })).resolves.toBeUndefined();
});

const window = { kind: "calendar", key: "day:1", endsAtMs: 1_000 } as const;
const line = { budgetId: "day", window, capMicroUsd: 100 };
const lines = [line];
const request = { amountMicroUsd: 1, lines, atMs: 1, leaseMs: 1_000 };

test("an end is remembered over the least number of ends, and not over twice as many", async () => {
  const ledger = createMemoryLedger();
  const endOthers = async (name: string): Promise<void> => {
    for (let number = 1; number <= ENDED_ATTEMPTS_MIN; number += 1) {
      await ledger.reserve({ ...request, attemptId: `${name}/${number}` });
      await ledger.release({ attemptId: `${name}/${number}`, atMs: 1 });
    }
  };
  const settle = async (): Promise<unknown> =>
    await ledger.settle({ attemptId: "a/1", amountMicroUsd: 5, atMs: 1 });
  await ledger.reserve({ ...request, attemptId: "a/1" });
  expect(await settle()).toEqual({ excessMicroUsd: 4 });
  await endOthers("b");
  expect(await settle()).toEqual({ excessMicroUsd: 4 });
  await endOthers("c");
  await expect(settle()).rejects.toThrow("reserve before you settle");
});

test("an attempt that expired is settled once, however many have ended since", async () => {
  const ledger = createMemoryLedger();
  await ledger.reserve({ ...request, attemptId: "a/1" });
  const atMs = 1_001;
  for (let number = 1; number <= 2 * ENDED_ATTEMPTS_MIN; number += 1) {
    await ledger.reserve({ ...request, attemptId: `b/${number}`, atMs });
    await ledger.release({ attemptId: `b/${number}`, atMs });
    const { excessMicroUsd } = await ledger.settle({ attemptId: "a/1", amountMicroUsd: 7, atMs });
    expect(excessMicroUsd).toBe(7);
  }
  const [balance] = await ledger.snapshot(lines, atMs);
  expect(balance).toMatchObject({ spentMicroUsd: 7, reservedMicroUsd: 0 });
});

test("a hold outlives any number of ends that come after it", async () => {
  const ledger = createMemoryLedger();
  await ledger.reserve({ ...request, attemptId: "a/1", amountMicroUsd: 9 });
  for (let number = 1; number <= 3 * ENDED_ATTEMPTS_MIN; number += 1) {
    await ledger.reserve({ ...request, attemptId: `b/${number}` });
    await ledger.release({ attemptId: `b/${number}`, atMs: 1 });
  }
  expect(await ledger.snapshot(lines, 1)).toMatchObject([{ reservedMicroUsd: 9 }]);
  const settled = await ledger.settle({ attemptId: "a/1", amountMicroUsd: 9, atMs: 1 });
  expect(settled).toEqual({ excessMicroUsd: 0 });
  expect(await ledger.snapshot(lines, 1)).toMatchObject([{ reservedMicroUsd: 0 }]);
});

test("a budget named twice in one reservation is a mistake of the caller", async () => {
  const twice = { ...request, attemptId: "a/1", lines: [...lines, ...lines] };
  await expect(createMemoryLedger().reserve(twice)).rejects.toThrow("name each budget once");
});

test("an amount that is no whole number from 0 up is refused in words", async () => {
  const half = { ...request, attemptId: "a/1", amountMicroUsd: 0.5 };
  await expect(createMemoryLedger().reserve(half)).rejects.toThrow("whole number");
});

test("an end of an attempt that was never reserved is refused by its name", async () => {
  const end = { attemptId: "a/9", amountMicroUsd: 1, atMs: 1 };
  await expect(createMemoryLedger().settle(end)).rejects.toThrow("a/9");
});

test.each([Number.POSITIVE_INFINITY, Number.NaN, 0, -1])(
  "a lease of %s ms is refused",
  async (leaseMs) => {
    const endless = { ...request, attemptId: "a/1", leaseMs };
    await expect(createMemoryLedger().reserve(endless)).rejects.toThrow("finite");
  },
);

test.each([-1, 0.5, Number.NaN, 2 ** 53])("a cap of %s micro-dollars is refused", async (cap) => {
  const capped = { ...request, attemptId: "a/1", lines: [{ ...line, capMicroUsd: cap }] };
  await expect(createMemoryLedger().reserve(capped)).rejects.toThrow("is no amount");
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
