import type { StandingWord } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHealthBook, type HealthBook } from "./health-book.ts";
import { mergeRecords, type HealthRecord } from "./health-record.ts";

/** A store that merges what it is sent, and whose clock has another zero than its processes'. */
function createStore() {
  let records: ReadonlyMap<string, HealthRecord> = new Map();
  return {
    lose: () => {
      records = new Map();
    },
    /** One look of a process, whose answer may be lost. */
    exchange: (book: HealthBook, nowMs: number, isLost = false): readonly StandingWord[] => {
      const next = new Map(records);
      for (const [name, record] of book.unsent(nowMs)) {
        const kept = next.get(name);
        next.set(name, kept === undefined ? record : mergeRecords(kept, record));
      }
      records = next;
      return isLost ? [] : book.read({ storeMs: STORE_MS + nowMs, records }, nowMs);
    },
  };
}

const STORE_MS = 1_795_521_600_000;
const endpoint = "alpha/quick#us";
const opened = { kind: "opened", endpoint, leftMs: 15_000, cause: "auth" } as const;
const closed = { kind: "closed", endpoint, cause: "2 probes passed" } as const;
const held = { kind: "held", endpoint, leftMs: 4_000 } as const;

test("what one tells the others hear once, for what is left of it, and it hears nothing itself", () => {
  const store = createStore();
  const [one, two] = [createHealthBook(), createHealthBook()];
  store.exchange(one, 0);
  one.tell(opened, 100);
  one.tell(held, 100);
  expect(store.exchange(one, 200)).toEqual([]);
  expect(store.exchange(two, 300)).toEqual([
    { ...opened, leftMs: 14_800 },
    { ...held, leftMs: 3_800 },
  ]);
  expect(store.exchange(two, 400)).toEqual([]);
  expect(store.exchange(one, 400)).toEqual([]);

  two.tell(closed, 16_000);
  store.exchange(two, 16_100);
  expect(store.exchange(one, 16_200)).toEqual([closed]);
});

test("words wait for the first reading, and one that is over by then is not told", () => {
  const store = createStore();
  const [one, two] = [createHealthBook(), createHealthBook()];
  one.tell(held, 0);
  one.tell(opened, 0);
  expect(one.unsent(5_000)).toEqual([]);
  store.exchange(one, 5_000);
  store.exchange(one, 5_250);
  expect(store.exchange(two, 6_000)).toEqual([{ ...opened, leftMs: 9_000 }]);
});

test("a store that lost its data is told again what is not over", () => {
  const store = createStore();
  const [one, two] = [createHealthBook(), createHealthBook()];
  store.exchange(one, 0);
  one.tell(opened, 0);
  one.tell(held, 0);
  store.exchange(one, 100);
  store.lose();
  store.exchange(one, 5_000);
  store.exchange(one, 5_250);
  expect(store.exchange(two, 6_000)).toEqual([{ ...opened, leftMs: 9_000 }]);
});

test("after a closing that the store lost, a newcomer's word is heard, be its clock set back", () => {
  const store = createStore();
  const [one, two] = [createHealthBook(), createHealthBook()];
  store.exchange(one, 0);
  one.tell(opened, 0);
  store.exchange(one, 1);
  one.tell(closed, 15_000);
  store.exchange(one, 15_001);
  store.lose();
  store.exchange(one, 15_002);
  store.exchange(two, 10_000);
  two.tell(opened, 10_001);
  store.exchange(two, 10_002);
  expect(store.exchange(one, 10_003)).toMatchObject([{ kind: "opened" }]);
});

const someActs = fc.array(
  fc.record({
    afterMs: fc.nat(400),
    process: fc.nat(2),
    act: fc.constantFrom("opened", "closed", "held", "look", "look", "look", "lost", "loss"),
    leftMs: fc.integer({ min: 1, max: 30_000 }),
  }),
  { maxLength: 60 },
);

test("however looks and losses fall, all processes come to know the same and then fall silent", () => {
  fc.assert(
    fc.property(someActs, (acts) => {
      const store = createStore();
      const processes = [createHealthBook(), createHealthBook(), createHealthBook()];
      let nowMs = 0;
      for (const { afterMs, process, act, leftMs } of acts) {
        nowMs += afterMs;
        const book = processes[process] ?? createHealthBook();
        if (act === "look" || act === "lost") store.exchange(book, nowMs, act === "lost");
        else if (act === "loss") store.lose();
        else if (act === "closed") book.tell(closed, nowMs);
        else if (act === "opened") book.tell({ ...opened, leftMs }, nowMs);
        else book.tell({ ...held, leftMs }, nowMs);
      }
      for (let round = 0; round < 4; round += 1)
        for (const book of processes) store.exchange(book, (nowMs += 1));
      for (const book of processes) {
        expect(book.unsent(nowMs)).toEqual([]);
        expect(store.exchange(book, nowMs)).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
