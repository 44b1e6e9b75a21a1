import type { BudgetWord, LedgerPort } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import {
  HOUR_MS,
  line,
  reserved,
  rolling,
  spent,
  START_MS,
  type CreateLedger,
} from "./ledger-lines.ts";
import { describeLedgerProperties } from "./ledger-properties.ts";

const leaseMs = 10_000;

/** What every ledger must do, whatever it keeps its book in. */
export function describeLedger(
  name: string,
  create: CreateLedger,
  runs: { readonly numRuns: number } = { numRuns: 150 },
): void {
  describe(`${name} as a ledger`, () => {
    describeReservations(create);
    describeCaps(create);
    describeEnds(create);
    describeWindows(create);
    describeWords(create);
    describeLedgerProperties(create, runs);
  });
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

  test("sums beyond what a number tells exactly stay whole, and leave no room", async () => {
    const ledger = await create();
    const most = Number.MAX_SAFE_INTEGER;
    for (const attemptId of ["a/1", "a/2", "a/3"]) {
      const request = { attemptId, amountMicroUsd: 0, lines: [line(most)], atMs, leaseMs };
      await ledger.reserve(request);
    }
    await ledger.settle({ attemptId: "a/1", amountMicroUsd: most, atMs });
    expect(await ledger.settle({ attemptId: "a/2", amountMicroUsd: most, atMs })).toEqual({
      excessMicroUsd: most,
    });
    await ledger.settle({ attemptId: "a/3", amountMicroUsd: 1, atMs });
    expect(await spent(ledger, line(most), atMs)).toBe(most);
    const more = { attemptId: "a/4", amountMicroUsd: 1, lines: [line(most)], atMs, leaseMs };
    expect(await ledger.reserve(more)).toMatchObject({ ok: false, leftMicroUsd: 0 });
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

/** What is said of one budget. */
function word(
  demandMicroUsd: BudgetWord["demandMicroUsd"],
  level?: BudgetWord["level"],
  budgetId = "day",
): BudgetWord {
  return { budgetId, ...(level !== undefined && { level }), demandMicroUsd };
}

function describeWords(create: CreateLedger): void {
  const atMs = START_MS;
  /** Says one word, and gives what is said of its budget. */
  const say = async (ledger: LedgerPort, said: BudgetWord, saidAtMs = atMs): Promise<unknown> => {
    const [heard] = (await ledger.share?.([said], saidAtMs)) ?? [];
    return heard;
  };

  test("demand adds up over all who tell it, by budget and route, and of those that are named", async () => {
    const ledger = await create({ day: 50 });
    expect(await say(ledger, word({ quick: 10, planning: 0 }))).toEqual(
      word({ quick: 10, planning: 0 }),
    );
    const words = [word({ quick: 5 }), word({ quick: 7 }, undefined, "hour")];
    expect(await ledger.share?.(words, atMs + 1)).toEqual([
      word({ quick: 15 }),
      word({ quick: 7 }, undefined, "hour"),
    ]);
    expect(await spent(ledger, line(100), atMs + 2)).toBe(50);
  });

  test("demand is forgotten after five minutes, at most a sixtieth later", async () => {
    const ledger = await create();
    await say(ledger, word({ quick: 10 }));
    expect(await say(ledger, word({ quick: 0 }), atMs + 300_000)).toEqual(word({ quick: 10 }));
    expect(await say(ledger, word({ quick: 0 }), atMs + 305_000)).toEqual(word({ quick: 0 }));
  });

  test("the level that was found last is everybody's, in whatever order it is told", async () => {
    const ledger = await create();
    expect(await say(ledger, word({}))).toEqual(word({}));
    const later = { inForce: 2, atMs: START_MS + 0.75 };
    expect(await say(ledger, word({}, later))).toEqual(word({}, later));
    const before = { inForce: 0, atMs: START_MS + 0.25 };
    expect(await say(ledger, word({}, before))).toEqual(word({}, later));
    expect(await say(ledger, word({}))).toEqual(word({}, later));
    const latest = { inForce: 1, atMs: START_MS + 1 };
    expect(await say(ledger, word({}, latest))).toEqual(word({}, latest));
    expect(await say(ledger, word({}, undefined, "hour"))).toEqual(word({}, undefined, "hour"));
  });
}
