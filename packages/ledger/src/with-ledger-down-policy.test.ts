import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  createFaultyLedger,
  FAULTS,
  type Fault,
  type FaultyLedger,
} from "../test/faulty-ledger.ts";
import { ENDED_ATTEMPTS_MIN } from "./attempt-book.ts";
import type { LedgerDownNotice } from "./ledger-down-notice.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { withLedgerDownPolicy, type LedgerDownLedger } from "./with-ledger-down-policy.ts";

const CAP = 100;
const ALLOWANCE = 30;
const RETRY_MS = 1_000;
const window = { kind: "calendar", key: "day:1", endsAtMs: 1e9 } as const;
const line = (budgetId: string): BudgetLine => ({ budgetId, window, capMicroUsd: CAP });
const closed = line("closed");
const open = line("open");
const lease = { atMs: 1, leaseMs: 60_000 };

interface Setup {
  readonly inner: LedgerPort;
  readonly faulty: FaultyLedger;
  readonly ledger: LedgerDownLedger;
  readonly notices: LedgerDownNotice[];
  readonly back: () => Promise<void>;
}

function setup(): Setup {
  const inner = createMemoryLedger();
  const faulty = createFaultyLedger(inner);
  const notices: LedgerDownNotice[] = [];
  const ledger = withLedgerDownPolicy({
    ledger: faulty.port,
    clock: faulty.clock,
    retryMs: RETRY_MS,
    onLedgerDown: (budgetId) =>
      budgetId === "open"
        ? { kind: "fail-open-within", microUsd: ALLOWANCE }
        : { kind: "fail-closed" },
    onNotice: (notice) => notices.push(notice),
  });
  const back = async (): Promise<void> => {
    faulty.fail(undefined);
    // A call that is under way may still fail, and only after that the wait begins.
    await ledger.reconcile();
    faulty.advance(RETRY_MS);
    await ledger.reconcile();
  };
  return { inner, faulty, ledger, notices, back };
}

test.each(FAULTS)("a ledger that %s denies what is charged to a closed budget", async (fault) => {
  const { inner, faulty, ledger, notices, back } = setup();
  faulty.fail(fault);
  const request = { ...lease, attemptId: "a/1", amountMicroUsd: 10, lines: [open, closed] };
  await expect(ledger.reserve(request)).rejects.toThrow("closed fails closed");
  expect(notices.map(({ kind }) => kind)).toEqual(["ledger-down", "denied"]);
  await back();
  expect(await inner.snapshot([open, closed], 2)).toMatchObject([
    { reservedMicroUsd: 0 },
    { reservedMicroUsd: 0 },
  ]);
});

test("an open budget lets its amount through and no more, and all of it is booked later", async () => {
  const { inner, faulty, ledger, notices, back } = setup();
  const request = { ...lease, amountMicroUsd: 20, lines: [open] };
  await inner.reserve({ ...request, attemptId: "full", amountMicroUsd: CAP });
  await inner.settle({ attemptId: "full", amountMicroUsd: CAP, atMs: 1 });

  faulty.fail("refuses");
  expect(await ledger.reserve({ ...request, attemptId: "a/1" })).toEqual({ ok: true });
  expect(await ledger.reserve({ ...request, attemptId: "a/2" })).toEqual({
    ok: false,
    budgetId: "open",
    neededMicroUsd: 20,
    leftMicroUsd: 10,
  });
  const end = { attemptId: "a/1", amountMicroUsd: 25, atMs: 2 };
  expect(await ledger.settle(end)).toEqual({ excessMicroUsd: 5 });
  expect(await ledger.settle(end)).toEqual({ excessMicroUsd: 5 });
  expect(await ledger.reserve({ ...request, attemptId: "a/3" })).toMatchObject({ leftMicroUsd: 5 });
  await back();

  expect(notices).toContainEqual({ kind: "reconciled", attemptId: "a/1", spentMicroUsd: 25 });
  expect(await inner.snapshot([open], 3)).toMatchObject([{ spentMicroUsd: CAP + 25 }]);
});

test("a ledger that is down is asked once in a while, and not by every attempt", async () => {
  const { faulty, ledger } = setup();
  faulty.fail("hangs");
  for (const attemptId of ["a/1", "a/2", "a/3"])
    await ledger.reserve({ ...lease, attemptId, amountMicroUsd: 1, lines: [open] });
  expect(faulty.calls()).toBe(1);
  faulty.advance(RETRY_MS);
  await ledger.reserve({ ...lease, attemptId: "a/4", amountMicroUsd: 1, lines: [open] });
  expect(faulty.calls()).toBe(2);
});

test("an end that the ledger missed is told when it is back", async () => {
  const { inner, faulty, ledger, back } = setup();
  for (const attemptId of ["a/1", "a/2"])
    await ledger.reserve({ ...lease, attemptId, amountMicroUsd: 10, lines: [closed] });
  faulty.fail("loses");
  const end = { attemptId: "a/1", amountMicroUsd: 12, atMs: 2 };
  expect(await ledger.settle(end)).toEqual({ excessMicroUsd: 2 });
  await ledger.release({ attemptId: "a/2", atMs: 2 });
  await expect(ledger.snapshot([closed], 2)).rejects.toThrow("down");
  await back();
  expect(await inner.snapshot([closed], 3)).toMatchObject([
    { spentMicroUsd: 12, reservedMicroUsd: 0 },
  ]);
});

test("a caller's mistake is no outage", async () => {
  const { ledger, notices } = setup();
  await expect(ledger.settle({ attemptId: "a/9", amountMicroUsd: 1, atMs: 1 })).rejects.toThrow(
    "a/9",
  );
  expect(notices).toEqual([]);
});

test("what a forgetful ledger no longer knows is told as unbooked", async () => {
  const { faulty, ledger, notices, back } = setup();
  faulty.fail("refuses");
  await ledger.settle({ attemptId: "gone", amountMicroUsd: 7, atMs: 1 });
  await back();
  expect(notices).toContainEqual({ kind: "unbooked", attemptId: "gone", spentMicroUsd: 7 });
});

test("a settlement whose answer was lost is not booked again by a ledger that forgot it", async () => {
  const { inner, faulty, ledger, notices, back } = setup();
  faulty.fail("refuses");
  const request = { ...lease, amountMicroUsd: 7, lines: [open] };
  await ledger.reserve({ ...request, attemptId: "a/1" });
  await ledger.settle({ attemptId: "a/1", amountMicroUsd: 7, atMs: 1 });
  // The reservation is told, and the answer to the settlement is lost.
  faulty.fail(undefined);
  faulty.advance(RETRY_MS);
  const settled = faulty.port.settle;
  Object.assign(faulty.port, {
    settle: async (end: Parameters<typeof settled>[0]) => {
      faulty.fail("loses");
      return await settled(end);
    },
  });
  await ledger.reconcile();
  Object.assign(faulty.port, { settle: settled });
  for (let number = 0; number < 2 * ENDED_ATTEMPTS_MIN; number += 1) {
    await inner.reserve({ ...request, attemptId: `b/${number}` });
    await inner.release({ attemptId: `b/${number}`, atMs: 1 });
  }
  await back();

  expect(notices).toContainEqual({ kind: "unbooked", attemptId: "a/1", spentMicroUsd: 7 });
  expect(await inner.snapshot([open], 2)).toMatchObject([{ spentMicroUsd: 7 }]);
});

interface Act {
  readonly kind: "reserve" | "settle" | "release" | "reconcile" | "wait";
  readonly number: number;
  readonly amountMicroUsd: number;
  readonly isOpen: boolean;
  readonly fault: Fault | undefined;
}

const someActs = fc.array(
  fc.record<Act>({
    kind: fc.constantFrom("reserve", "reserve", "settle", "settle", "release", "reconcile", "wait"),
    number: fc.nat({ max: 12 }),
    amountMicroUsd: fc.integer({ min: 0, max: 20 }),
    isOpen: fc.boolean(),
    fault: fc.constantFrom(undefined, undefined, ...FAULTS),
  }),
  { maxLength: 60 },
);

test("whatever fails and when: a cap is exceeded by the allowance at most, and each end is booked once", async () => {
  await fc.assert(
    fc.asyncProperty(someActs, async (acts) => {
      const { inner, faulty, ledger, back } = setup();
      const held = new Map<number, { readonly amount: number; readonly id: string }>();
      const asked = new Set<number>();
      const spent = new Map<string, number>([
        ["open", 0],
        ["closed", 0],
      ]);
      for (const { kind, number, amountMicroUsd, isOpen, fault } of acts) {
        faulty.fail(fault);
        const attemptId = `a/${number}`;
        const hold = held.get(number);
        if (kind === "reserve" && !asked.has(number)) {
          asked.add(number);
          const charged = isOpen ? open : closed;
          const request = { ...lease, attemptId, amountMicroUsd, lines: [charged] };
          const outcome = await ledger.reserve(request).catch(() => ({ ok: false }));
          if (outcome.ok) held.set(number, { amount: amountMicroUsd, id: charged.budgetId });
        } else if (kind === "settle" && hold !== undefined) {
          const amount = Math.min(hold.amount, amountMicroUsd);
          await ledger.settle({ attemptId, amountMicroUsd: amount, atMs: 2 });
          spent.set(hold.id, (spent.get(hold.id) ?? 0) + amount);
          held.delete(number);
        } else if (kind === "release" && hold !== undefined) {
          await ledger.release({ attemptId, atMs: 2 });
          held.delete(number);
        } else if (kind === "reconcile") await ledger.reconcile();
        else if (kind === "wait") faulty.advance(RETRY_MS);
        const heldNow = (id: string): number =>
          [...held.values()].reduce((sum, one) => sum + (one.id === id ? one.amount : 0), 0);
        expect((spent.get("closed") ?? 0) + heldNow("closed")).toBeLessThanOrEqual(CAP);
        expect((spent.get("open") ?? 0) + heldNow("open")).toBeLessThanOrEqual(CAP + ALLOWANCE);
      }
      await back();
      const [opened, shut] = await inner.snapshot([open, closed], 3);
      const holds = (id: string): number =>
        [...held.values()].reduce((sum, one) => sum + (one.id === id ? one.amount : 0), 0);
      expect(opened).toMatchObject({
        spentMicroUsd: spent.get("open"),
        reservedMicroUsd: holds("open"),
      });
      expect(shut).toMatchObject({
        spentMicroUsd: spent.get("closed"),
        reservedMicroUsd: holds("closed"),
      });
    }),
    { numRuns: 500 },
  );
});

test("words are for the ledger alone, and while it is down nobody is heard", async () => {
  const { inner, faulty, ledger, notices, back } = setup();
  const word = { budgetId: "open", demandMicroUsd: { quick: 5 } };
  expect(await ledger.share([word], 1)).toEqual([word]);
  faulty.fail("refuses");
  await expect(ledger.share([word], 2)).rejects.toThrow("others are not heard");
  expect(notices.map(({ kind }) => kind)).toEqual(["ledger-down"]);
  await back();
  expect(await inner.share?.([word], 3)).toEqual([{ ...word, demandMicroUsd: { quick: 10 } }]);
});

test("of a ledger that brings nobody together a process hears what it said itself", async () => {
  const { faulty } = setup();
  const { share: _, ...alone } = faulty.port;
  const ledger = withLedgerDownPolicy({
    ledger: alone,
    clock: faulty.clock,
    onLedgerDown: () => ({ kind: "fail-closed" }),
  });
  const word = { budgetId: "open", demandMicroUsd: { quick: 5 } };
  await ledger.share([word], 1);
  faulty.fail("refuses");
  expect(await ledger.share([word], 2)).toEqual([{ ...word, demandMicroUsd: { quick: 10 } }]);
});
