import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startRedisServer, type RedisServer } from "../packages/ledger/test/redis-server.ts";
import { forkWorker, type Worker } from "./throttled-as-one/fork-worker.ts";
import type { Load } from "./throttled-as-one/quota-load.ts";
import type { Step } from "./throttled-as-one/spending-steps.ts";

/** Four a second; a full bucket has ten seconds of them. */
const PER_MINUTE = 240;
const BURST = PER_MINUTE / 6;
/** More than one process may let in by itself. */
const ASKS = 2 * BURST;

let server: RedisServer;
let one: Worker;
let other: Worker;

beforeAll(async () => {
  server = await startRedisServer();
  const start = (): Promise<Worker> => forkWorker(server.port, PER_MINUTE);
  [one, other] = await Promise.all([start(), start()]);
}, 120_000);

afterAll(async () => {
  for (const worker of [one, other]) worker.kill();
  await server.stop();
});

describe("a quota", () => {
  const loadBoth = async (): Promise<readonly Load[]> =>
    await Promise.all([one, other].map((worker) => worker.perform("load", { asks: ASKS })));
  const sumOf = (loads: readonly Load[]): number =>
    loads.reduce((sum, { letIn }) => sum + letIn, 0);

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
});

/** What routers did in some steps: two of two processes that share a book, and one that has all. */
interface Played {
  readonly letIn: { faq: number; write: number; extract: number };
  readonly told: { readonly words: string; readonly step: number }[];
}

describe("a budget", () => {
  const STEP_MS = 10_000;
  const ONE = { faq: 6 } as const;
  const OTHER = { write: 3, extract: 3 } as const;
  let steps = 0;

  /** Plays a step to a worker, and adds it to what its router did. */
  const play = async (worker: Worker, played: Played, step: Step): Promise<void> => {
    const { letIn, told } = await worker.perform("step", step);
    played.letIn.faq += letIn.faq;
    played.letIn.write += letIn.write;
    played.letIn.extract += letIn.extract;
    played.told.push(...told.map((words) => ({ words, step: steps })));
  };
  const playSteps = async (
    count: number,
    isUp = true,
  ): Promise<Record<"one" | "other" | "alone", Played>> => {
    const nothing = (): Played => ({ letIn: { faq: 0, write: 0, extract: 0 }, told: [] });
    const sums = { one: nothing(), other: nothing(), alone: nothing() };
    for (let step = 0; step < count; step += 1) {
      const atMs = (steps += 1) * STEP_MS;
      await Promise.all([
        play(one, sums.one, { book: "both", atMs, asks: ONE, isUp }),
        play(other, sums.other, { book: "both", atMs, asks: OTHER, isUp }),
      ]);
      await play(other, sums.alone, { book: "alone", atMs, asks: { ...ONE, ...OTHER }, isUp });
    }
    return sums;
  };
  const wordsOf = ({ told }: Played): readonly string[] => told.map(({ words }) => words);

  test("two processes over one Redis tell of it and throttle as one that gets all their asks", async () => {
    const { one: first, other: second, alone } = await playSteps(36);
    expect(wordsOf(alone)).toEqual(["level 0 to 1", "burn firing", "quick throttled"]);
    for (const part of [first, second]) {
      expect(wordsOf(part)).toEqual(wordsOf(alone));
      for (const [index, { step }] of part.told.entries())
        expect(Math.abs(step - (alone.told[index]?.step ?? 0))).toBeLessThanOrEqual(1);
    }
    expect(Math.abs(first.letIn.faq - alone.letIn.faq)).toBeLessThanOrEqual(10);
  }, 60_000);

  test("the first route in the policy's order gives in the process that has its asks, before the next gives in the other", async () => {
    const { one: first, other: second, alone } = await playSteps(10);
    // In five minutes 360 asks come and 250 are affordable: of 180 for `quick` 70 are let in.
    for (const { letIn } of [first, alone])
      expect(Math.abs(letIn.faq / 60 - 70 / 180)).toBeLessThan(0.1);
    for (const { letIn } of [second, alone])
      expect(letIn).toMatchObject({ write: 30, extract: 30 });
  }, 60_000);

  test("Redis killed: each tells of it, and goes on at the level and the shares that it had", async () => {
    await server.crash(async () => {
      const { one: first, other: second } = await playSteps(10, false);
      for (const part of [first, second]) expect(wordsOf(part)).toEqual(["ledger down"]);
      expect(Math.abs(first.letIn.faq / 60 - 70 / 180)).toBeLessThan(0.1);
      expect(second.letIn).toMatchObject({ write: 30, extract: 30 });
    });
    const { one: first, other: second } = await playSteps(2);
    for (const part of [first, second]) expect(wordsOf(part)).toEqual(["ledger up"]);
  }, 60_000);
});
