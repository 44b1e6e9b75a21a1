/**
 * One process of `prove-never-over.ts`: 64 loops that reserve, then settle, release or forget. Takes
 * a round's order as a message, then `stop`; says `idle` when all its loops have ended.
 */
import type { LedgerPort } from "@switchyard/contract";
import { createOperationLog, type LoggedOperation } from "../test/never-over-log.ts";
import {
  chargedLines,
  LEASE_MS,
  openStore,
  SHORT_LEASE_MS,
  type RoundOrder,
} from "../test/never-over-store.ts";
import { createSeededChance } from "../test/seeded-chance.ts";

const LOOPS = 64;
const AMOUNT_MAX = 1_000;
/** Calls of one operation until a round counts as broken: about ten seconds of a dead server. */
const CALLS_MAX = 100;

const state = { isStopped: false };

process.on("message", (message: RoundOrder | "stop") => {
  if (message === "stop") state.isStopped = true;
  else void work(message).then(() => process.send?.("idle"));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

async function work(order: RoundOrder): Promise<void> {
  state.isStopped = false;
  const { ledger, close } = await openStore(order.store);
  const log = createOperationLog(order.logFile);
  const loops = Array.from({ length: LOOPS }, async (_, loop) => {
    const chance = createSeededChance(order.seed + loop);
    for (let number = 0; !state.isStopped; number += 1)
      await attempt(order, ledger, log, chance, `${order.name}/${loop}/${number}`);
  });
  await Promise.all(loops);
  close();
}

async function attempt(
  { capMicroUsd }: RoundOrder,
  ledger: LedgerPort,
  log: (entry: LoggedOperation) => Promise<void>,
  chance: () => number,
  attemptId: string,
): Promise<void> {
  const amountMicroUsd = Math.floor(chance() * AMOUNT_MAX);
  const fate = chance();
  const isForgotten = fate < 0.05;
  const leaseMs = isForgotten ? SHORT_LEASE_MS : LEASE_MS;
  const lines = chargedLines(capMicroUsd);
  const write = async (
    step: LoggedOperation["step"],
    operation: LoggedOperation["operation"],
    amount: number,
  ): Promise<void> => await log({ step, operation, attemptId, amountMicroUsd: amount });

  const isTwice = chance() < 0.1;
  await write("intent", "reserve", amountMicroUsd);
  const { ok } = await insist(isTwice, () =>
    ledger.reserve({ attemptId, amountMicroUsd, lines, atMs: Date.now(), leaseMs }),
  );
  await write(ok ? "done" : "denied", "reserve", amountMicroUsd);
  if (!ok || isForgotten) return;

  const operation = fate < 0.4 ? "release" : "settle";
  const spentMicroUsd = operation === "settle" ? Math.floor(chance() * (amountMicroUsd + 1)) : 0;
  await write("intent", operation, spentMicroUsd);
  await insist(isTwice, async () => {
    const atMs = Date.now();
    if (operation === "release") await ledger.release({ attemptId, atMs });
    else await ledger.settle({ attemptId, amountMicroUsd: spentMicroUsd, atMs });
  });
  await write("done", operation, spentMicroUsd);
}

/**
 * The same again until it is acknowledged, and once more if `isTwice`: what is done twice by one id
 * is done once. The last answer counts: a reservation denied at first may be had a moment later.
 */
async function insist<Result>(isTwice: boolean, call: () => Promise<Result>): Promise<Result> {
  for (let calls = 1; ; calls += 1) {
    try {
      const result = await call();
      return isTwice ? await insist(false, call) : result;
    } catch (error) {
      if (calls >= CALLS_MAX) throw error;
    }
  }
}
