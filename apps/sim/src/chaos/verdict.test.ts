import type { CheckOutcome } from "@switchyard/simulator";
import { beforeAll, expect, test } from "vitest";
import { aShortRun } from "../fixtures/short-run.ts";
import type { RehearsalRun } from "./run-rehearsal.ts";
import { verdictOf } from "./verdict.ts";

let short: RehearsalRun;

beforeAll(async () => {
  short = await aShortRun();
});

/** The run as if its faults had hit somebody and its expectations had come out so. */
function runWith(
  statuses: readonly CheckOutcome["status"][],
  more: Partial<RehearsalRun> = {},
): RehearsalRun {
  const [sample] = short.outcome.checks;
  const checks = statuses.flatMap((status) => (sample ? [{ ...sample, status }] : []));
  const hits = Object.fromEntries(Object.keys(short.outcome.hits).map((fault) => [fault, 3]));
  return { ...short, outcome: { ...short.outcome, checks, hits }, ...more };
}

test("passes when no expectation failed, and says how many were not measured", () => {
  expect(verdictOf(runWith(["passed", "passed"]))).toEqual({
    kind: "pass",
    exitCode: 0,
    text: "PASS: 2 of 2 expectations hold",
  });
  expect(verdictOf(runWith(["passed", "not-measured"])).text).toBe(
    "PASS: 1 of 2 expectations hold, 1 could not be measured",
  );
});

test("fails when one expectation failed", () => {
  expect(verdictOf(runWith(["passed", "failed"]))).toMatchObject({
    kind: "fail",
    exitCode: 1,
    text: "FAIL: 1 of 2 expectations hold",
  });
});

test("fails when a call broke the policy, whatever the expectations say", () => {
  const violations = [
    { rule: "provider-denied", askId: "r-1", endpoint: "a/b#c", message: "" },
  ] as const;
  expect(verdictOf(runWith(["passed"], { violations }))).toMatchObject({ exitCode: 1 });
});

test("is not valid without a request, without a measure, or when the outage hit nobody", () => {
  const idle = { ...short.outcome, requests: 0 };
  expect(verdictOf(runWith(["passed"], { outcome: idle })).exitCode).toBe(4);
  expect(verdictOf(runWith(["not-measured"])).exitCode).toBe(4);
  expect(verdictOf(short)).toMatchObject({ kind: "not-valid", exitCode: 4 });
  expect(verdictOf(short).text).toContain("fault primary-outage begins after 5m and hit nothing");
});

test("a run that a stop condition ended has failed early, whatever its expectations say", () => {
  const [sample] = short.outcome.checks;
  const condition = {
    check: aStopCheck(sample),
    forMs: 30_000,
    text: "availability < 90% for 30s",
  };
  const stop = { condition, atMs: 133_000, measured: 0.852 };
  const stopped = { ...short.outcome, stop };
  expect(verdictOf(runWith(["passed"], { outcome: stopped }))).toMatchObject({
    kind: "stopped",
    exitCode: 3,
  });
  expect(verdictOf(runWith([], { outcome: stopped })).text).toMatch(
    /^STOPPED at 02:13: availability < 90% for 30s, measured 85\.2%; \d of \d expectations hold so far/,
  );
});

/** The check of a sample, as if it were of a share. */
function aStopCheck(sample: CheckOutcome | undefined): CheckOutcome["check"] {
  if (sample === undefined) throw new Error("The default scenario has expectations.");
  return { ...sample.check, unit: "share" };
}

test("an interrupted run is neither passed nor failed", () => {
  const stopped = { ...short.outcome, interrupted: true };
  expect(verdictOf(runWith(["failed"], { outcome: stopped }))).toMatchObject({
    kind: "interrupted",
    exitCode: 130,
  });
});
