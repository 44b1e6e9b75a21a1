import { afterAll, beforeAll, expect, test } from "vitest";
import { createProcesses, type Processes } from "../test/never-over-processes.ts";
import { runRound, type RoundCounts } from "../test/never-over-round.ts";
import { startRedisServer, type RedisServer } from "../test/redis-server.ts";

const PLAN = { count: 8, durationMs: 300, killsMax: 1 } as const;
const ROUNDS = 10;

let processes: Processes;
let server: RedisServer;

beforeAll(async () => {
  processes = await createProcesses(PLAN.count);
  server = await startRedisServer();
});

afterAll(async () => {
  await processes.end();
  await server.stop();
});

/** The rounds' sums: each must have put the ledger to the test. */
async function runRounds(server?: RedisServer): Promise<Record<keyof RoundCounts, number>> {
  const sums = { kills: 0, samples: 0, reserved: 0, denied: 0, settled: 0, inDoubt: 0 };
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const counts = await runRound({
      ...PLAN,
      seed,
      processes,
      ...(server === undefined ? {} : { server }),
    });
    sums.kills += counts.kills;
    sums.samples += counts.samples;
    sums.reserved += counts.reserved;
    sums.denied += counts.denied;
    sums.settled += counts.settled;
    sums.inDoubt += counts.inDoubt;
  }
  return sums;
}

test("on SQLite processes that are killed never exceed a cap, and no micro-dollar is lost", async () => {
  const sums = await runRounds();
  for (const sum of [sums.kills, sums.samples, sums.reserved, sums.denied, sums.settled])
    expect(sum).toBeGreaterThan(0);
});

test("on Redis neither killed processes nor crashes of the server exceed a cap or lose a micro-dollar", async () => {
  const sums = await runRounds(server);
  for (const sum of [sums.kills, sums.samples, sums.reserved, sums.denied, sums.settled])
    expect(sum).toBeGreaterThan(0);
});
