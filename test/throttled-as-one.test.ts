import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startRedisServer, type RedisServer } from "../packages/ledger/test/redis-server.ts";
import type { Load } from "./throttled-as-one/worker.ts";

const WORKER = fileURLToPath(new URL("throttled-as-one/worker.ts", import.meta.url));
/** Four a second; a full bucket has ten seconds of them. */
const PER_MINUTE = 240;
const BURST = PER_MINUTE / 6;
/** More than one process may let in by itself. */
const ASKS = 2 * BURST;

let server: RedisServer;
let processes: readonly ChildProcess[] = [];

beforeAll(async () => {
  server = await startRedisServer();
  processes = [start(), start()];
  await Promise.all(processes.map((process) => heard(process)));
}, 120_000);

afterAll(async () => {
  for (const process of processes) process.kill("SIGKILL");
  await server.stop();
});

function start(): ChildProcess {
  return fork(WORKER, [`${server.port}`, `${PER_MINUTE}`], { execArgv: [] });
}

async function heard<Message>(process: ChildProcess): Promise<Message> {
  const ended = once(process, "exit").then(([code]) => {
    throw new Error(`A process ended by itself, with code ${code}.`);
  });
  ended.catch(() => {});
  const [message]: Message[] = await Promise.race([once(process, "message"), ended]);
  if (message === undefined) throw new Error("A process said nothing.");
  return message;
}

/** Has both ask at once. */
async function loadBoth(): Promise<readonly Load[]> {
  return await Promise.all(
    processes.map(async (process) => {
      const done = heard<Load>(process);
      process.send(ASKS);
      return await done;
    }),
  );
}

function sumOf(loads: readonly Load[]): number {
  return loads.reduce((sum, { letIn }) => sum + letIn, 0);
}

test("two processes over one Redis let in what one would", async () => {
  const startedAtMs = Date.now();
  const loads = await loadBoth();
  const inflow = ((Date.now() - startedAtMs) * PER_MINUTE) / 60_000;
  expect(sumOf(loads)).toBeGreaterThanOrEqual(BURST);
  expect(sumOf(loads)).toBeLessThanOrEqual(BURST + inflow + 1);
  expect(new Set(loads.flatMap(({ causes }) => causes))).toEqual(new Set(["quota"]));
  expect(loads.map(({ store }) => store)).toEqual([[], []]);
}, 30_000);

test("Redis killed: each lets in the whole quota by itself, and tells that the store is down", async () => {
  await server.crash(async () => {
    const loads = await loadBoth();
    for (const { letIn, causes, store } of loads) {
      expect(letIn).toBeGreaterThanOrEqual(BURST);
      expect(letIn).toBeLessThan(ASKS);
      expect(causes).toEqual(["quota"]);
      expect(store).toEqual(["down"]);
    }
  });
}, 30_000);
