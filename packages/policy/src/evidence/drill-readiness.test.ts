import { DocumentError } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { AN_INSTANT_MS, aDrill, anEditOf, aRecord, hashOf } from "./arbitraries.ts";
import { isIntact } from "./content-hash.ts";
import { readDrillRecord, sealDrillRecord, type DrillRecord } from "./drill-record.ts";
import { DRILL_AGE_MAX_MS, drillReadiness, type DrillReadiness } from "./drill-readiness.ts";
import type { NeededDrill } from "./needed-drills.ts";

const OPENAI = "provider:openai";
const GOOGLE = "provider:google";

const needed: readonly NeededDrill[] = [OPENAI, GOOGLE].map((lost) => ({
  lose: [lost],
  start: "cold",
  risks: ["low"],
  because: "first-choice",
}));

function readiness(records: readonly DrillRecord[], ageMs = 0): DrillReadiness {
  const nowMs = AN_INSTANT_MS + ageMs;
  return drillReadiness(records, { bundleHash: hashOf("b"), needed, nowMs });
}

const bothPassed = aRecord([aDrill(OPENAI), aDrill(GOOGLE)]);

test("drills that have just passed make a bundle ready, and a quarter later they do not count", () => {
  expect(readiness([bothPassed]).readiness).toBe(1);
  expect(readiness([bothPassed], DRILL_AGE_MAX_MS / 4).readiness).toBe(0.75);
  expect(readiness([bothPassed], DRILL_AGE_MAX_MS).readiness).toBe(0);
});

test("readiness lies between 0 and 1 and never rises with age", () => {
  const anAge = fc.nat({ max: 2 * DRILL_AGE_MAX_MS });
  fc.assert(
    fc.property(anAge, anAge, (one, other) => {
      const young = readiness([bothPassed], Math.min(one, other)).readiness;
      const old = readiness([bothPassed], Math.max(one, other)).readiness;

      expect(old).toBeLessThanOrEqual(young);
      expect(young).toBeLessThanOrEqual(1);
      expect(old).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("the least rehearsed loss decides: one that is missing or has failed makes it 0", () => {
  expect(readiness([aRecord([aDrill(OPENAI)])])).toMatchObject({
    readiness: 0,
    drills: [
      { state: "passed", readiness: 1 },
      { state: "missing", readiness: 0 },
    ],
  });
  const failed = aRecord([aDrill(OPENAI), aDrill(GOOGLE, { passed: false })]);
  expect(readiness([failed]).drills).toMatchObject([{ state: "passed" }, { state: "failed" }]);
  expect(readiness([failed]).readiness).toBe(0);
});

test("a cold drill says nothing of a hot one", () => {
  const hot = aRecord([aDrill(OPENAI, { start: "hot" }), aDrill(GOOGLE, { start: "hot" })]);

  expect(readiness([hot]).drills.map(({ state }) => state)).toEqual(["missing", "missing"]);
});

test("a drill that did not judge a needed risk class says nothing of it", () => {
  const two: NeededDrill = {
    lose: [OPENAI],
    start: "cold",
    risks: ["low", "medium"],
    because: "claimed",
  };
  const standing = drillReadiness([bothPassed], {
    bundleHash: hashOf("b"),
    needed: [two],
    nowMs: AN_INSTANT_MS,
  });

  expect(standing.drills).toMatchObject([{ state: "missing" }]);
});

test("the newest run of a drill decides, whatever the order of the records", () => {
  const laterFailed = aRecord([aDrill(OPENAI, { passed: false })], AN_INSTANT_MS + 1_000);
  const repaired = aRecord([aDrill(OPENAI)], AN_INSTANT_MS + 2_000);

  fc.assert(
    fc.property(
      fc.shuffledSubarray([bothPassed, laterFailed], { minLength: 2 }),
      fc.shuffledSubarray([bothPassed, laterFailed, repaired], { minLength: 3 }),
      (failedLast, passedLast) => {
        expect(readiness(failedLast, 3_000).drills[0]).toMatchObject({ state: "failed" });
        expect(readiness(passedLast, 3_000).drills[0]).toMatchObject({ state: "passed" });
      },
    ),
  );
});

test("of two runs of one instant the failed one is believed", () => {
  const failed = aRecord([aDrill(OPENAI, { passed: false })]);

  for (const records of [
    [bothPassed, failed],
    [failed, bothPassed],
  ]) {
    expect(readiness(records).drills[0]).toMatchObject({ state: "failed" });
  }
});

test("foreign, edited and post-dated records are refused and count for nothing", () => {
  const foreign = sealDrillRecord({ ...bothPassed, bundleHash: hashOf("c") });
  const edited = { ...bothPassed, seed: "8" };
  const ahead = aRecord(bothPassed.drills, AN_INSTANT_MS + 600_000);

  expect(readiness([foreign, edited, ahead])).toMatchObject({
    readiness: 0,
    drills: [{ state: "missing" }, { state: "missing" }],
    refused: [
      { record: foreign, why: "foreign" },
      { record: edited, why: "tampered" },
      { record: ahead, why: "dated-ahead" },
    ],
  });
});

test("no scalar of a record can be changed without its hash telling", () => {
  fc.assert(
    fc.property(anEditOf(bothPassed), (edited) => {
      expect(isIntact(edited)).toBe(false);
    }),
  );
});

test("a record reads back as it was, and one whose verdicts do not follow is refused", () => {
  const source = (record: object): { readonly text: string; readonly file: string } => ({
    text: JSON.stringify(record, undefined, 2),
    file: "drill.json",
  });
  expect(readDrillRecord(source(bothPassed))).toEqual(bothPassed);

  const [drill = aDrill(OPENAI)] = aRecord([aDrill(OPENAI, { passed: false })]).drills;
  const wishful = aRecord([{ ...drill, passed: true }]);
  expect(() => readDrillRecord(source(wishful))).toThrow(DocumentError);
  expect(() => readDrillRecord(source(wishful))).toThrow(
    /drill\.json:\d+:\d+ \/drills\/0: .*`passed` must say whether every route passed/,
  );
  const twice = aRecord([aDrill(OPENAI), aDrill(OPENAI)]);
  expect(() => readDrillRecord(source(twice))).toThrow(/stands there twice/);
});
