import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  isLater,
  mergeRecords,
  RECORD_KEPT_MS,
  recordAfter,
  wordOf,
  type HealthRecord,
} from "./health-record.ts";

/** Few instants, so that eras and ends often meet. */
const aRecord: fc.Arbitrary<HealthRecord> = fc
  .tuple(fc.nat(3), fc.nat(3))
  .map(([eraMs, untilMs]) => ({ eraMs, untilMs, cause: `${eraMs}/${untilMs}` }));
const someRecords = fc.array(aRecord, { minLength: 1, maxLength: 8 });
const isNoEarlier = (one: HealthRecord, other: HealthRecord): boolean => !isLater(other, one);

test("records that are merged in any order, and any of them twice, come to the same", () => {
  fc.assert(
    fc.property(aRecord, aRecord, aRecord, (one, two, three) => {
      expect(mergeRecords(one, two)).toEqual(mergeRecords(two, one));
      expect(mergeRecords(one, one)).toEqual(one);
      expect(mergeRecords(mergeRecords(one, two), three)).toEqual(
        mergeRecords(one, mergeRecords(two, three)),
      );
    }),
  );
});

test("what is merged is never earlier than either, nor made earlier by what comes after", () => {
  fc.assert(
    fc.property(someRecords, aRecord, (records, next) => {
      const merged = records.reduce(mergeRecords);
      expect(records.every((record) => isNoEarlier(merged, record))).toBe(true);
      expect(isNoEarlier(mergeRecords(merged, next), merged)).toBe(true);
      expect(records).toContainEqual(merged);
    }),
  );
});

const endpoint = "alpha/quick#us";
const opened = { kind: "opened", endpoint, leftMs: 10_000, cause: "auth" } as const;
const closed = { kind: "closed", endpoint, cause: "2 probes passed" } as const;

test("of rests told apart the longer one stands, whoever told it first", () => {
  const known = recordAfter(undefined, closed, 1_000);
  const short = recordAfter(known, opened, 2_000);
  const long = recordAfter(known, { ...opened, leftMs: 60_000 }, 1_500);
  expect(mergeRecords(short, long)).toEqual(long);
  expect(mergeRecords(long, short)).toEqual(long);
  expect(recordAfter(long, opened, 2_000)).toEqual(long);
});

test("a closing ends every rest of its era, also one told later that did not know of it", () => {
  const rest = recordAfter(undefined, opened, 1_000);
  const closing = recordAfter(rest, closed, 12_000);
  const late = recordAfter(rest, { ...opened, leftMs: 3_600_000 }, 12_100);
  expect(mergeRecords(late, closing)).toEqual(closing);
  expect(recordAfter(closing, opened, 12_200).untilMs).toBe(22_200);
});

test("a closing takes the place of what it closes although the clock was set back", () => {
  const rest = recordAfter(undefined, opened, 1_000_000);
  expect(isLater(recordAfter(rest, closed, 500_000), rest)).toBe(true);
});

test("a record says what is left of it, and nothing when it is over", () => {
  const rest = recordAfter(undefined, opened, 1_000.7);
  const held = recordAfter(undefined, { kind: "held", endpoint, leftMs: 500 }, 1_000);
  expect(wordOf(`breaker ${endpoint}`, rest, 4_000)).toEqual({ ...opened, leftMs: 7_000 });
  expect(wordOf(`breaker ${endpoint}`, rest, 11_000)).toBeUndefined();
  expect(wordOf(`breaker ${endpoint}`, recordAfter(rest, closed, 9_000), 99_000)).toEqual(closed);
  expect(wordOf(`hold ${endpoint}`, held, 1_400)).toEqual({ kind: "held", endpoint, leftMs: 100 });
  expect(wordOf(`hold ${endpoint}`, held, 1_500)).toBeUndefined();
  expect(wordOf(`other ${endpoint}`, rest, 4_000)).toBeUndefined();
});

test("whatever a word says is left, its record ends at a whole number within the hour", () => {
  fc.assert(
    fc.property(fc.double(), fc.double({ min: 0, max: 2e12, noNaN: true }), (leftMs, nowMs) => {
      for (const kind of ["opened", "held"] as const) {
        const { eraMs, untilMs } = recordAfter(undefined, { ...opened, kind, leftMs }, nowMs);
        expect([eraMs, untilMs].every(Number.isSafeInteger)).toBe(true);
        expect(untilMs - Math.floor(nowMs)).toBeGreaterThanOrEqual(0);
        expect(untilMs - Math.floor(nowMs)).toBeLessThanOrEqual(RECORD_KEPT_MS);
      }
    }),
  );
});
