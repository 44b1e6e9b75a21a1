import * as fc from "fast-check";
import type { BudgetLine, LedgerPort } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { BUDGET_IDS, dayLine, someLedgerActions } from "./ledger-arbitraries.ts";
import { createReferenceLedger } from "./reference-ledger.ts";

/** Opens an empty ledger; `opening` is as in `createMemoryLedger`. */
export type CreateLedger = (
  opening?: Readonly<Record<string, number>>,
) => LedgerPort | Promise<LedgerPort>;

const HOUR_MS = 3_600_000;
/** A whole hour, so that parts of rolling windows begin at it. */
const START_MS = 490_000 * HOUR_MS;
const leaseMs = 10_000;

/** What every ledger must do, whatever it keeps its book in. */
export function describeLedger(name: string, create: CreateLedger): void {
  describe(`${name} as a ledger`, () => {
    describeReservations(create);
    describeCaps(create);
    describeEnds(create);
    describeWindows(create);
    describeProperties(create);
  });
}

function line(capMicroUsd: number, budgetId = "day", day = "2026-11-24"): BudgetLine {
  const window = { kind: "calendar", key: `day:${day}`, endsAtMs: START_MS + 1 } as const;
  return { budgetId, window, capMicroUsd };
}

function rolling(capMicroUsd: number): BudgetLine {
  return { budgetId: "hour", window: { kind: "rolling", durationMs: HOUR_MS }, capMicroUsd };
}

async function spent(ledger: LedgerPort, of: BudgetLine, atMs: number): Promise<number> {
  const [balance] = await ledger.snapshot([of], atMs);
  return balance?.spentMicroUsd ?? Number.NaN;
}

async function reserved(ledger: LedgerPort, of: BudgetLine, atMs: number): Promise<number> {
  const [balance] = await ledger.snapshot([of], atMs);
  return balance?.reservedMicroUsd ?? Number.NaN;
}

function describeReservations(create: CreateLedger): void {
  const atMs = START_MS;

  test("holds on every line or on none", async () => {
    const ledger = await create();
    const lines = [line(100), line(10, "small")];
    const outcome = await ledger.reserve({
      attemptId: "a/1",
      amountMicroUsd: 40,
      lines,
      atMs,
      leaseMs,
    });
    expect(outcome).toEqual({
      ok: false,
      budgetId: "small",
      neededMicroUsd: 40,
      leftMicroUsd: 10,
      resetsAtMs: START_MS + 1,
    });
    expect(await reserved(ledger, line(100), atMs)).toBe(0);
  });

  test("takes the last micro-dollar and not one more", async () => {
    const ledger = await create();
    const lines = [line(100)];
    const all = { attemptId: "a/1", amountMicroUsd: 100, lines, atMs, leaseMs };
    expect(await ledger.reserve(all)).toEqual({ ok: true });
    const more = { attemptId: "a/2", amountMicroUsd: 1, lines, atMs, leaseMs };
    expect(await ledger.reserve(more)).toMatchObject({ ok: false, leftMicroUsd: 0 });
  });

  test("a repeated reserve holds once, also after the attempt has ended", async () => {
    const ledger = await create();
    const request = { attemptId: "a/1", amountMicroUsd: 60, lines: [line(100)], atMs, leaseMs };
    await ledger.reserve(request);
    expect(await ledger.reserve(request)).toEqual({ ok: true });
    expect(await reserved(ledger, line(100), atMs)).toBe(60);
    await ledger.release({ attemptId: "a/1", atMs });
    expect(await ledger.reserve(request)).toEqual({ ok: true });
    expect(await reserved(ledger, line(100), atMs)).toBe(0);
  });
}

function describeCaps(create: CreateLedger): void {
  const atMs = START_MS;

  test("reservations made at once never exceed the cap", async () => {
    const ledger = await create();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ledger.reserve({
          attemptId: `a/${index}`,
          amountMicroUsd: 30,
          lines: [line(100)],
          atMs,
          leaseMs,
        }),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await reserved(ledger, line(100), atMs)).toBe(90);
  });

  test("an edited cap neither resets nor hides what was spent", async () => {
    const ledger = await create();
    await ledger.reserve({
      attemptId: "a/1",
      amountMicroUsd: 90,
      lines: [line(100)],
      atMs,
      leaseMs,
    });
    await ledger.settle({ attemptId: "a/1", amountMicroUsd: 90, atMs });
    const tighter = { attemptId: "a/2", amountMicroUsd: 1, lines: [line(50)], atMs, leaseMs };
    expect(await ledger.reserve(tighter)).toMatchObject({ ok: false, leftMicroUsd: 0 });
    const wider = { attemptId: "a/3", amountMicroUsd: 60, lines: [line(150)], atMs, leaseMs };
    expect(await ledger.reserve(wider)).toEqual({ ok: true });
  });

  test("an amount that is no whole number from 0 up is refused", async () => {
    const ledger = await create();
    for (const amountMicroUsd of [0.5, -1, Number.NaN]) {
      const request = { attemptId: "a/1", amountMicroUsd, lines: [line(100)], atMs, leaseMs };
      await expect(ledger.reserve(request)).rejects.toThrow("whole number");
    }
  });
}

function describeEnds(create: CreateLedger): void {
  const atMs = START_MS;
  const hold = { attemptId: "a/1", amountMicroUsd: 60, lines: [line(100)], atMs, leaseMs };

  test("a settlement replaces the hold and books what exceeds it", async () => {
    const ledger = await create();
    await ledger.reserve(hold);
    const end = { attemptId: "a/1", amountMicroUsd: 75, atMs };
    expect(await ledger.settle(end)).toEqual({ excessMicroUsd: 15 });
    expect(await ledger.settle(end)).toEqual({ excessMicroUsd: 15 });
    expect(await ledger.snapshot([line(100)], atMs)).toEqual([
      { budgetId: "day", spentMicroUsd: 75, reservedMicroUsd: 0, capMicroUsd: 100 },
    ]);
  });

  test("a release drops the hold; a settlement after it books nothing", async () => {
    const ledger = await create();
    await ledger.reserve(hold);
    await ledger.release({ attemptId: "a/1", atMs });
    await ledger.release({ attemptId: "a/1", atMs });
    await ledger.settle({ attemptId: "a/1", amountMicroUsd: 20, atMs });
    expect(await ledger.snapshot([line(100)], atMs)).toMatchObject([
      { spentMicroUsd: 0, reservedMicroUsd: 0 },
    ]);
  });

  test("a lease ends on time, and what was spent is booked all the same, as excess", async () => {
    const ledger = await create();
    await ledger.reserve(hold);
    expect(await reserved(ledger, line(100), atMs + leaseMs - 1)).toBe(60);
    expect(await reserved(ledger, line(100), atMs + leaseMs)).toBe(0);
    const late = { attemptId: "a/1", amountMicroUsd: 50, atMs: atMs + leaseMs + 1 };
    expect(await ledger.settle(late)).toEqual({ excessMicroUsd: 50 });
    expect(await ledger.settle(late)).toEqual({ excessMicroUsd: 50 });
    expect(await spent(ledger, line(100), atMs + leaseMs + 1)).toBe(50);
  });

  test("an attempt that was never reserved cannot be settled, and its release is no matter", async () => {
    const ledger = await create();
    await ledger.release({ attemptId: "a/9", atMs });
    const end = { attemptId: "a/9", amountMicroUsd: 1, atMs };
    await expect(ledger.settle(end)).rejects.toThrow("a/9");
  });
}

function describeWindows(create: CreateLedger): void {
  const atMs = START_MS;

  test("a new calendar window starts empty; a late end stays in its own", async () => {
    const ledger = await create();
    const lines = [line(100)];
    await ledger.reserve({ attemptId: "a/1", amountMicroUsd: 60, lines, atMs, leaseMs });
    const tomorrow = line(100, "day", "2026-11-25");
    const request = { attemptId: "a/2", amountMicroUsd: 100, lines: [tomorrow], atMs, leaseMs };
    expect(await ledger.reserve(request)).toEqual({ ok: true });
    await ledger.settle({ attemptId: "a/1", amountMicroUsd: 50, atMs: atMs + 5 });
    expect(await spent(ledger, tomorrow, atMs + 5)).toBe(0);
    expect(await spent(ledger, line(100), atMs + 5)).toBe(50);
  });

  test("a rolling window forgets after its length, at most a sixtieth later", async () => {
    const ledger = await create();
    const lines = [rolling(100)];
    await ledger.reserve({ attemptId: "a/1", amountMicroUsd: 100, lines, atMs, leaseMs });
    await ledger.settle({ attemptId: "a/1", amountMicroUsd: 100, atMs });
    expect(await spent(ledger, rolling(100), atMs + HOUR_MS)).toBe(100);
    expect(await spent(ledger, rolling(100), atMs + HOUR_MS + HOUR_MS / 60)).toBe(0);
  });

  test("opening spend counts in the window of first use only", async () => {
    const ledger = await create({ day: 70, hour: 30 });
    expect(await spent(ledger, line(100), atMs)).toBe(70);
    expect(await spent(ledger, line(100, "day", "2026-11-25"), atMs)).toBe(0);
    expect(await spent(ledger, rolling(100), atMs)).toBe(30);
    expect(await spent(ledger, rolling(100), atMs + 2 * HOUR_MS)).toBe(0);
    const request = { attemptId: "a/1", amountMicroUsd: 31, lines: [line(100)], atMs, leaseMs };
    expect(await ledger.reserve(request)).toMatchObject({ ok: false, leftMicroUsd: 30 });
  });
}

function describeProperties(create: CreateLedger): void {
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
      { numRuns: 150 },
    );
  });

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
      { numRuns: 150 },
    );
  });
}
