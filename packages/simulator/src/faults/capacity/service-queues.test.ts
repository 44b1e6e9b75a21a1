import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createVirtualClock, type VirtualClock } from "../../time/create-virtual-clock.ts";
import type { CapacityEffect } from "../fault-effect.ts";
import { createServiceQueues } from "./create-service-queues.ts";
import type { ServiceEnd } from "./service-queue.ts";

interface Arrival {
  readonly atMs: number;
  readonly workMs: number;
  readonly holdMs?: number;
  /** When the caller gives up, after it came. Default: never. */
  readonly patienceMs?: number;
}

interface Ended {
  readonly end: ServiceEnd | "gave-up";
  readonly atMs: number;
}

const capacity: CapacityEffect = {
  stage: "capacity",
  servers: 1,
  discipline: "fifo",
  waitingMax: 10_000,
  abandonedWorkCounts: true,
};

/** When each job ends, in the order given. */
async function run(
  arrivals: readonly Arrival[],
  effect: Partial<CapacityEffect> = {},
): Promise<readonly Ended[]> {
  const clock = createVirtualClock({ epochMs: 0 });
  const queues = createServiceQueues(clock);
  const serve = async (arrival: Arrival, index: number): Promise<Ended> => {
    await clock.sleep(arrival.atMs);
    const signal = patience(clock, arrival.patienceMs);
    const { workMs, holdMs = 0 } = arrival;
    const job = { key: String(index).padStart(4, "0"), workMs, holdMs, signal };
    const place = { fault: "f", provider: "p" };
    const end = await queues
      .serve(place, { ...capacity, ...effect }, job)
      .catch(() => "gave-up" as const);
    return { end, atMs: clock.nowMs() };
  };
  const ends = Promise.all(arrivals.map(serve));
  await clock.run();
  return ends;
}

function patience(clock: VirtualClock, ms: number | undefined): AbortSignal | undefined {
  return ms === undefined ? undefined : clock.deadline(ms).signal;
}

const times = (ends: readonly Ended[]): readonly number[] =>
  ends.map(({ atMs }) => Math.round(atMs));

describe("who is served when", () => {
  const three = [0, 1, 2].map((atMs) => ({ atMs, workMs: 100 }));

  test("first come, first served; last come, first served; all at their share", async () => {
    expect(times(await run(three))).toEqual([100, 200, 300]);
    expect(times(await run(three, { discipline: "lifo" }))).toEqual([100, 300, 200]);
    expect(times(await run(three, { servers: 2 }))).toEqual([100, 101, 200]);
    const shared = await run(
      [
        { atMs: 0, workMs: 100 },
        { atMs: 0, workMs: 100 },
      ],
      { discipline: "ps" },
    );
    expect(times(shared)).toEqual([200, 200]);
  });

  test("what still runs after an answer keeps its server", async () => {
    const held = [
      { atMs: 0, workMs: 100, holdMs: 50 },
      { atMs: 0, workMs: 100 },
    ];
    expect(times(await run(held))).toEqual([100, 250]);
  });

  test("a full queue refuses", async () => {
    const ends = await run(three, { waitingMax: 1 });
    expect(ends.map(({ end }) => end)).toEqual([
      { kind: "served", waitedMs: 0 },
      { kind: "served", waitedMs: 99 },
      { kind: "full" },
    ]);
    const shared = await run(three, { waitingMax: 1, discipline: "ps" });
    expect(shared[2]?.end).toEqual({ kind: "full" });
  });

  test.each(["fifo", "lifo", "ps"] as const)(
    "%s: work that nobody waits for counts, or not",
    async (discipline) => {
      const given = [
        { atMs: 0, workMs: 100, patienceMs: 10 },
        { atMs: 20, workMs: 100 },
      ];
      const counted = await run(given, { discipline });
      const freed = await run(given, { discipline, abandonedWorkCounts: false });

      expect(counted[0]).toEqual({ end: "gave-up", atMs: 10 });
      expect(times(freed)).toEqual([10, 120]);
      expect(counted[1]?.atMs).toBeGreaterThan(120);
    },
  );
});

const someArrivals = fc.array(
  fc.record({ atMs: fc.nat(1000), workMs: fc.integer({ min: 1, max: 200 }) }),
  { minLength: 1, maxLength: 25 },
);

test("no discipline loses a job, makes work faster than it is, or does more than its servers can", async () => {
  await fc.assert(
    fc.asyncProperty(
      someArrivals,
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom("fifo" as const, "lifo" as const, "ps" as const),
      async (arrivals, servers, discipline) => {
        const ends = await run(arrivals, { servers, discipline });
        const work = arrivals.reduce((sum, { workMs }) => sum + workMs, 0);
        const firstMs = Math.min(...arrivals.map(({ atMs }) => atMs));
        const lastMs = Math.max(...ends.map(({ atMs }) => atMs));

        for (const [index, { atMs, workMs }] of arrivals.entries())
          expect((ends[index]?.atMs ?? 0) - atMs).toBeGreaterThan(workMs - 0.1);
        expect((lastMs - firstMs) * servers).toBeGreaterThan(work - 0.1 * arrivals.length);
      },
    ),
    { numRuns: 60 },
  );
});

test("a gateway gives up what takes too long, and the work goes on all the same", async () => {
  const three = [0, 1, 2].map((atMs) => ({ atMs, workMs: 100 }));
  const ends = await run(three, { gatewayTimeoutMs: 150 });
  expect(ends.map(({ end }) => end)).toEqual([
    { kind: "served", waitedMs: 0 },
    { kind: "late" },
    { kind: "late" },
  ]);
  expect(times(ends)).toEqual([100, 151, 152]);
  const freed = await run(three, { gatewayTimeoutMs: 150, abandonedWorkCounts: false });
  expect(times(freed)).toEqual([100, 151, 152]);
});
