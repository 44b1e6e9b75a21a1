import { strict as assert } from "node:assert";
import type { BudgetBalance, BudgetLine, BudgetWord, LedgerPort } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";
import { assertReserve } from "./assert-reserve.ts";
import { demandLine } from "./demand-line.ts";
import { denialOf } from "./denial-of.ts";
import { numbersOf } from "./numbers-of.ts";
import { createRedisScript, type RedisClient } from "./redis-client.ts";
import { RELEASE, RESERVE, SETTLE, SHARE, SNAPSHOT } from "./redis-scripts.ts";
import { windowName } from "./window-name.ts";

export interface RedisLedgerOptions {
  /** A connected client of `ioredis` or of `redis`; it stays the caller's to close. */
  readonly client: RedisClient;
  /** Begins the names of all keys; ledgers of one prefix are one book. Default `switchyard`. */
  readonly prefix?: string;
  /** Micro-US-dollars by budget id, already spent at the budget's first use. Default: none. */
  readonly opening?: Readonly<Record<string, number>>;
}

/**
 * The book of spend in Redis or Valkey (7 or later): for many machines.
 *
 * - Each call is one Lua script, so it happens whole or not at all, and costs one round trip: two
 *   for an attempt. All keys share a hash tag, so the book lives in one slot of a cluster.
 * - Works as the memory ledger does. Time is the callers' (`atMs`) and not the server's, since the
 *   callers choose the window too: a machine whose clock is fast by a second ends the others' leases
 *   a second early, so a lease should exceed an attempt's time by more than the clocks differ. What
 *   an attempt spent after its lease is booked all the same.
 * - With an append-only file under `appendfsync always` a crash loses nothing acknowledged; under
 *   `everysec` a crash of the machine may lose the last two seconds; a failover loses what the
 *   replica had not yet received.
 * - Processes of one prefix throttle as one, as long as their clocks differ by seconds.
 * - Ends are remembered for an hour, expired attempts for a day, calendar windows for 32 days after
 *   their end. Set `maxmemory-policy noeviction`: an evicted book is an empty one.
 *
 * Throws `AssertionError` as the memory ledger does. A call rejects with the client's error.
 */
export function createRedisLedger({
  client,
  prefix = "switchyard",
  opening = {},
}: RedisLedgerOptions): LedgerPort {
  for (const amountMicroUsd of Object.values(opening)) assertMicroUsd(amountMicroUsd);
  const keys = KEYS.map((key) => `{${prefix}}:${key}`);
  const reserve = createRedisScript(client, RESERVE, keys);
  const settle = createRedisScript(client, SETTLE, keys);
  const release = createRedisScript(client, RELEASE, keys);
  const snapshot = createRedisScript(client, SNAPSHOT, keys);
  const share = createRedisScript(client, SHARE, keys);
  const linesText = (lines: readonly BudgetLine[]): string =>
    JSON.stringify(lines.map((line) => sentLine(line, opening)));
  return {
    reserve: async (request) => {
      assertReserve(request);
      const { attemptId, amountMicroUsd, lines, atMs, leaseMs } = request;
      const endsAt = `${atMs + leaseMs}`;
      const sent = [`${atMs}`, attemptId, `${amountMicroUsd}`, endsAt, linesText(lines)];
      const [held, index, leftMicroUsd] = numbersOf(await reserve(...sent));
      if (held === 1) return { ok: true };
      const line = lines[index ?? Number.NaN];
      const denial = line && denialOf(line, amountMicroUsd, leftMicroUsd ?? Number.NaN);
      return denial ?? assert.fail(`Redis refused attempt ${attemptId} for no budget.`);
    },
    settle: async ({ attemptId, amountMicroUsd, atMs }) => {
      assertMicroUsd(amountMicroUsd);
      const sent = [`${atMs}`, attemptId, `${amountMicroUsd}`];
      const [known, excessMicroUsd = 0] = numbersOf(await settle(...sent));
      assert(
        known === 1,
        `Attempt ${attemptId} was never reserved, or ended too long ago: reserve before you settle.`,
      );
      return { excessMicroUsd };
    },
    release: async ({ attemptId, atMs }) => {
      await release(`${atMs}`, attemptId);
    },
    snapshot: async (lines, atMs) => {
      const counts = numbersOf(await snapshot(`${atMs}`, linesText(lines)));
      return lines.map((line, index) => balanceOf(line, counts[2 * index], counts[2 * index + 1]));
    },
    share: async (words, atMs) => {
      const numbers = numbersOf(await share(`${atMs}`, JSON.stringify(words.map(sentWord))));
      return heardWords(words, numbers);
    },
  };
}

/** In the scripts' order. */
const KEYS = [
  "attempts",
  "leases",
  "ended",
  "windows",
  "window-ends",
  "budgets",
  "levels",
] as const;

/** Money and lengths pass as text, which Lua's JSON leaves as it is. */
function sentLine(line: BudgetLine, opening: Readonly<Record<string, number>>): object {
  const { budgetId, window, capMicroUsd } = line;
  return {
    budgetId,
    cap: `${capMicroUsd}`,
    opening: `${Object.hasOwn(opening, budgetId) ? opening[budgetId] : 0}`,
    ...(window.kind === "calendar"
      ? { window: { name: windowName(line) }, endsAtMs: window.endsAtMs }
      : { window: { name: windowName(line), durationMs: `${window.durationMs}` } }),
  };
}

function sentWord({ budgetId, level, demandMicroUsd }: BudgetWord): object {
  const lines = Object.entries(demandMicroUsd).map(([route, microUsd]) => {
    assertMicroUsd(microUsd);
    return Object.assign(sentLine(demandLine(budgetId, route), {}), { amount: `${microUsd}` });
  });
  if (level === undefined) return { budgetId, lines };
  return { budgetId, level: { inForce: `${level.inForce}`, atMs: `${level.atMs}` }, lines };
}

/** @param numbers the script's answer: for each word its level's instant and level, its demands */
function heardWords(
  words: readonly BudgetWord[],
  numbers: readonly number[],
): readonly BudgetWord[] {
  let next = 0;
  const take = (): number => numbers[next++] ?? Number.NaN;
  return words.map(({ budgetId, demandMicroUsd }) => {
    const level = { atMs: take(), inForce: take() };
    return {
      budgetId,
      ...(level.inForce >= 0 && { level }),
      demandMicroUsd: Object.fromEntries(
        Object.keys(demandMicroUsd).map((route) => [route, take()]),
      ),
    };
  });
}

function balanceOf(
  { budgetId, capMicroUsd }: BudgetLine,
  spentMicroUsd: number = Number.NaN,
  reservedMicroUsd: number = Number.NaN,
): BudgetBalance {
  return { budgetId, capMicroUsd, spentMicroUsd, reservedMicroUsd };
}
