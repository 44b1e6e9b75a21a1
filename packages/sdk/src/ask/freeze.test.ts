import { execFileSync, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { BudgetBalance } from "@switchyard/contract";
import { createSqliteLedger, type SqliteLedger } from "@switchyard/ledger/sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

const PROCESS = fileURLToPath(new URL("./fixtures/freezing-process.ts", import.meta.url));
/** Longer than the lease of an ask: its 10 seconds, and as many to settle. */
const LEASE_MS_MAX = 60_000;
/** A call of the ledger that takes longer counts as failed. */
const CALL_MS_MAX = 250;

interface Report {
  readonly costMicroUsd: number;
  readonly lateMicroUsd: readonly number[];
  readonly stood: readonly string[];
}

/** A process that comes after another finds its code compiled. */
let cache: string;
let folder: string;
let ledger: SqliteLedger;
let child: ChildProcess | undefined;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "switchyard-compiled-"));
});

afterAll(() => rmSync(cache, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-freeze-"));
  ledger = createSqliteLedger({ file: join(folder, "ledger.db") });
});

afterEach(() => {
  child?.kill("SIGKILL");
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A process that has its answer and is frozen, when it has awaited what it was told to. */
async function frozen(awaits: "flush" | "waitUntil" | "nothing"): Promise<ChildProcess> {
  const env = { ...globalThis.process.env, NODE_COMPILE_CACHE: cache };
  const process = fork(PROCESS, [join(folder, "ledger.db"), awaits], { execArgv: [], env });
  child = process;
  const ended = once(process, "exit").then(() => {
    throw new Error("The process ended before it froze.");
  });
  ended.catch(() => {});
  await Promise.race([once(process, "message"), ended]);
  // It freezes a moment after it says so, and to be thawed before would let it sleep for ever.
  while (!stateOf(process).startsWith("T")) await setTimeout(5);
  return process;
}

function stateOf({ pid }: ChildProcess): string {
  return execFileSync("ps", ["-o", "state=", "-p", `${pid}`], { encoding: "utf8" });
}

/** What the process says when it goes on. */
async function thawed(process: ChildProcess): Promise<Report> {
  const heard = once(process, "message");
  process.kill("SIGCONT");
  const [report]: Report[] = await heard;
  if (report === undefined) throw new Error("The process said nothing.");
  return report;
}

async function balance(afterMs: number): Promise<BudgetBalance | undefined> {
  const window = { kind: "rolling", durationMs: 3_600_000 } as const;
  const line = { budgetId: "alpha", window, capMicroUsd: 500_000 };
  const [found] = await ledger.snapshot([line], Date.now() + afterMs);
  return found;
}

test.each(["flush", "waitUntil"] as const)(
  "what `%s` has waited for is booked when the process freezes",
  async (awaits) => {
    const process = await frozen(awaits);
    const whileFrozen = await balance(0);
    const { costMicroUsd, lateMicroUsd } = await thawed(process);
    expect(costMicroUsd).toBeGreaterThan(0);
    expect(whileFrozen).toMatchObject({ spentMicroUsd: costMicroUsd, reservedMicroUsd: 0 });
    expect(lateMicroUsd).toEqual([]);
  },
);

test("a freeze before the booking leaves a hold to its lease; the late settlement is booked and told", async () => {
  const process = await frozen("nothing");
  const held = await balance(0);
  expect(held?.spentMicroUsd).toBe(0);
  expect(held?.reservedMicroUsd).toBeGreaterThan(0);
  expect(await balance(LEASE_MS_MAX)).toMatchObject({ spentMicroUsd: 0, reservedMicroUsd: 0 });

  const { costMicroUsd, lateMicroUsd } = await thawed(process);
  expect(lateMicroUsd).toEqual([costMicroUsd]);
  expect(await balance(LEASE_MS_MAX)).toMatchObject({
    spentMicroUsd: costMicroUsd,
    reservedMicroUsd: 0,
  });
});

test("a freeze longer than a call of the ledger may take tells a lease that ended, once, and books the spend", async () => {
  const process = await frozen("nothing");
  await setTimeout(CALL_MS_MAX + 1);
  expect(await balance(LEASE_MS_MAX)).toMatchObject({ spentMicroUsd: 0, reservedMicroUsd: 0 });

  const { costMicroUsd, lateMicroUsd, stood } = await thawed(process);
  expect(stood).toEqual(["down", "up"]);
  expect(lateMicroUsd).toEqual([costMicroUsd]);
  expect(await balance(LEASE_MS_MAX)).toMatchObject({ spentMicroUsd: costMicroUsd });
});

test("a process killed before the booking leaves a hold to its lease", async () => {
  const process = await frozen("nothing");
  const ended = once(process, "exit");
  process.kill("SIGKILL");
  await ended;
  expect((await balance(0))?.reservedMicroUsd).toBeGreaterThan(0);
  expect(await balance(LEASE_MS_MAX)).toMatchObject({ spentMicroUsd: 0, reservedMicroUsd: 0 });
});
