import { foldEvents, summaryFold, type JournalReport } from "@switchyard/journal";
import { expect, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";
import { watchReport, watchVerdict, type Watched } from "./watch-report.ts";

const CLEAN: JournalReport = {
  events: 12_345,
  duplicates: 0,
  late: 0,
  missing: 0,
  unknownTypes: {},
  problems: { "torn-line": 0, "garbage-line": 0, "malformed-event": 0, unreadable: 0 },
};

const WATCHED: Watched = {
  file: "events.jsonl",
  report: CLEAN,
  dropped: 0,
  summary: foldEvents(summaryFold, outageEvents()),
};

test("a clean journal is told in events, asks and money", () => {
  expect(watchVerdict(WATCHED)).toBe("END: 12,345 events, 600 asks, 100% in full, $30.00");
});

test("what could not be used is counted by what it is", () => {
  const report = {
    ...CLEAN,
    missing: 3,
    unknownTypes: { "new-thing": 2 },
    problems: { ...CLEAN.problems, "garbage-line": 1 },
  };
  const text = watchVerdict({ ...WATCHED, report, dropped: 1_000 });
  expect(text).toContain(
    "; 1 unsound lines left out; 2 of unknown types left out; 3 missing; 1,000 let go while paused",
  );
  expect(watchReport({ ...WATCHED, report })).toMatchObject({ version: 1, journal: report });
});
