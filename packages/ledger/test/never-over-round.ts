import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerPort } from "@switchyard/contract";
import { readOperationLog, type LoggedOperation } from "./never-over-log.ts";
import type { Processes } from "./never-over-processes.ts";
import { chargedLines, LEASE_MS, openStore, type Store } from "./never-over-store.ts";
import type { RedisServer } from "./redis-server.ts";
import { createSeededChance } from "./seeded-chance.ts";

export interface RoundOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly processes: Processes;
  readonly count: number;
  /** Processes killed in a round at most, and one at least. */
  readonly killsMax: number;
  /** Crashed once in a round. Without a server the book is an SQLite file. */
  readonly server?: RedisServer;
}

/** What a round did: a round that did nothing proves nothing. */
export interface RoundCounts {
  readonly kills: number;
  readonly samples: number;
  readonly reserved: number;
  readonly denied: number;
  readonly settled: number;
  readonly inDoubt: number;
}

/**
 * Lets processes fight for one cap while some are killed and the server crashes, and throws
 * `AssertionError` if the cap was exceeded in any sample, the books differ from the processes' own
 * logs by a micro-dollar, money stays held when all leases are over, or what is left cannot be had.
 */
export async function runRound(options: RoundOptions): Promise<RoundCounts> {
  const { seed, server } = options;
  const chance = createSeededChance(seed);
  // Every other cap is less than the loops of one process want at once, so some are denied.
  const capMicroUsd = Math.ceil((0.1 + chance()) * (seed % 2 === 0 ? 15_000 : 200_000));
  const folder = mkdtempSync(join(tmpdir(), "switchyard-never-over-"));
  const store: Store =
    server === undefined
      ? { kind: "sqlite", file: join(folder, "ledger.db") }
      : { kind: "redis", port: server.port, prefix: `round-${seed}` };
  const { ledger, close } = await openStore(store);
  try {
    const { kills, samples } = await fight({
      ...options,
      chance,
      capMicroUsd,
      store,
      ledger,
      folder,
    });
    const logs = readdirSync(folder)
      .filter((file) => file.endsWith(".log"))
      .flatMap((file) => readOperationLog(join(folder, file)));
    const inDoubt = await resolveDoubts(ledger, logs);
    await assertBooks(ledger, capMicroUsd, spentBy(logs));
    return { kills, samples, inDoubt, ...countsOf(logs) };
  } finally {
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Fight extends RoundOptions {
  readonly chance: () => number;
  readonly capMicroUsd: number;
  readonly store: Store;
  readonly ledger: LedgerPort;
  readonly folder: string;
}

/** Nothing of it goes on when it has ended, however it ended. */
async function fight(round: Fight): Promise<Pick<RoundCounts, "kills" | "samples">> {
  const { chance, capMicroUsd, store, ledger, folder } = round;
  const { durationMs, processes, count, killsMax, server } = round;
  const watch = watchCap(ledger, capMicroUsd);
  processes.start((name) => ({
    store,
    seed: Math.floor(chance() * 2 ** 31),
    capMicroUsd,
    name,
    logFile: join(folder, `${name}.log`),
  }));
  const kills = Array.from({ length: 1 + Math.floor(chance() * killsMax) }, async () => {
    const index = Math.floor(chance() * count);
    await wait(chance() * durationMs);
    return await processes.kill(index);
  });
  const crash = wait(chance() * durationMs).then(async () => await server?.crash());
  let samples = 0;
  try {
    await Promise.allSettled([wait(durationMs), ...kills, crash]);
    await crash;
    await processes.stop();
  } finally {
    // A cap that was exceeded is told before whatever else went wrong.
    samples = await watch.end();
  }
  return { kills: (await Promise.all(kills)).filter(Boolean).length, samples };
}

function countsOf(
  logs: readonly LoggedOperation[],
): Pick<RoundCounts, "reserved" | "denied" | "settled"> {
  const counted = (
    step: LoggedOperation["step"],
    operation: LoggedOperation["operation"],
  ): number => logs.filter((entry) => entry.step === step && entry.operation === operation).length;
  return {
    reserved: counted("done", "reserve"),
    denied: counted("denied", "reserve"),
    settled: counted("done", "settle"),
  };
}

/** Samples the balances as fast as they come, each at one instant of the book. */
function watchCap(ledger: LedgerPort, capMicroUsd: number): { end: () => Promise<number> } {
  const state = { isOver: false, samples: 0 };
  const watching = (async () => {
    while (!state.isOver) {
      const sample = await ledger.snapshot(chargedLines(capMicroUsd), Date.now()).catch(() => []);
      for (const { budgetId, spentMicroUsd, reservedMicroUsd } of sample) {
        assert(spentMicroUsd >= 0 && reservedMicroUsd >= 0, `${budgetId} has negative counts`);
        assert(
          spentMicroUsd + reservedMicroUsd <= capMicroUsd,
          `${budgetId}: ${spentMicroUsd} spent + ${reservedMicroUsd} held > cap ${capMicroUsd}`,
        );
      }
      if (sample.length > 0) state.samples += 1;
      await wait(2);
    }
  })();
  watching.catch(() => {});
  return {
    end: async () => {
      state.isOver = true;
      await watching;
      return state.samples;
    },
  };
}

/** A settlement sent by a process that was killed may have happened: the same again makes sure. */
async function resolveDoubts(
  ledger: LedgerPort,
  logs: readonly LoggedOperation[],
): Promise<number> {
  const settles = logs.filter(({ operation }) => operation === "settle");
  const done = new Set(
    settles.filter(({ step }) => step === "done").map(({ attemptId }) => attemptId),
  );
  const doubts = settles.filter(({ attemptId }) => !done.has(attemptId));
  for (const { attemptId, amountMicroUsd } of doubts) {
    const { excessMicroUsd } = await ledger.settle({ attemptId, amountMicroUsd, atMs: Date.now() });
    assert.equal(excessMicroUsd, 0, `${attemptId} lost the money that was held for it`);
  }
  return doubts.length;
}

function spentBy(logs: readonly LoggedOperation[]): number {
  return logs
    .filter(({ operation, step }) => operation === "settle" && step === "intent")
    .reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0);
}

async function assertBooks(
  ledger: LedgerPort,
  capMicroUsd: number,
  spentMicroUsd: number,
): Promise<void> {
  const lines = chargedLines(capMicroUsd);
  const atMs = Date.now() + LEASE_MS + 1;
  for (const balance of await ledger.snapshot(lines, atMs)) {
    assert.equal(balance.spentMicroUsd, spentMicroUsd, `${balance.budgetId} differs from the logs`);
    assert.equal(balance.reservedMicroUsd, 0, `${balance.budgetId} leaks what was held`);
  }
  const rest = { attemptId: "rest", amountMicroUsd: capMicroUsd - spentMicroUsd, lines, atMs };
  assert.deepEqual(await ledger.reserve({ ...rest, leaseMs: LEASE_MS }), { ok: true });
  const more = { attemptId: "more", amountMicroUsd: 1, lines, atMs, leaseMs: LEASE_MS };
  assert.equal((await ledger.reserve(more)).ok, false);
}

async function wait(durationMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, durationMs));
}
