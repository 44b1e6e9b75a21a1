import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { createVirtualClock } from "../time/create-virtual-clock.ts";
import type { Clients } from "../workload/create-workload.ts";
import { letClientsAsk } from "./let-clients-ask.ts";

interface AskMade {
  readonly index: number;
  readonly again: number;
  readonly atMs: number;
}

interface Played {
  readonly asks: readonly AskMade[];
  readonly inFlightMax: number;
  readonly isOver: boolean;
}

/** Users against somebody who takes `answerMs` and fails each ask that `isAnswered` says no to. */
async function play(
  options: Partial<Clients>,
  answerMs: number,
  isAnswered: (ask: AskMade) => boolean,
  durationMs = 60_000,
): Promise<Played> {
  const clock = createVirtualClock({ epochMs: 0 });
  const asks: AskMade[] = [];
  let inFlight = 0;
  let inFlightMax = 0;
  const clients: Clients = {
    users: 5,
    think: { msP50: 2_000, msP95: 5_000 },
    reasksMax: 2,
    reaskAfterMs: 500,
    asksMax: Infinity,
    rng: createKeyedRng("users"),
    ...options,
  };
  const comers = letClientsAsk(clients, durationMs, clock, (index, again = 0) => {
    const made = { index, again, atMs: clock.nowMs() };
    asks.push(made);
    inFlight += 1;
    inFlightMax = Math.max(inFlightMax, inFlight);
    return clock.sleep(answerMs).then(() => {
      inFlight -= 1;
      return isAnswered(made);
    });
  });
  await clock.run();
  return { asks, inFlightMax, isOver: comers.isOver() };
}

test("there are never more asks in flight than users, and all users leave at the end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 1, max: 5 }),
      async (users, answerMs, failsEach) => {
        const { asks, inFlightMax, isOver } = await play(
          { users },
          answerMs,
          ({ index }) => index % failsEach > 0,
        );
        expect(inFlightMax).toBeLessThanOrEqual(users);
        expect(asks.every(({ atMs }) => atMs < 60_000)).toBe(true);
        expect(isOver).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test("who is answered asks for something else, after a thought", async () => {
  const { asks } = await play({ users: 1, think: { msP50: 3_000, msP95: 3_000 } }, 700, () => true);
  expect(asks.every(({ again }) => again === 0)).toBe(true);
  expect(asks.map(({ index }) => index)).toEqual(asks.map((_, index) => index));
  expect(asks[0]?.atMs).toBeLessThan(3_000);
  for (const [index, { atMs }] of asks.slice(1).entries())
    expect(atMs - (asks[index]?.atMs ?? 0)).toBeCloseTo(3_700, 3);
});

test("who is not answered asks the same again after the pause, so often and no more", async () => {
  const { asks } = await play({ users: 1 }, 700, () => false);
  expect(asks.slice(0, 6).map(({ index, again }) => [index, again])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  const pausesMs = asks.flatMap(({ again, atMs }, index) =>
    again > 0 ? Math.round(atMs - (asks[index - 1]?.atMs ?? 0)) : [],
  );
  expect(new Set(pausesMs)).toEqual(new Set([1_200]));
});

test("failing answers make more load than good ones: that is the trap", async () => {
  const good = await play({ users: 10 }, 700, () => true);
  const bad = await play({ users: 10 }, 700, () => false);
  expect(bad.asks.length).toBeGreaterThan(1.5 * good.asks.length);
});

test("a limit on asks counts re-asks, and whoever meets it leaves", async () => {
  const { asks, isOver } = await play({ asksMax: 17 }, 700, () => false);
  expect(asks).toHaveLength(17);
  expect(isOver).toBe(true);
});
