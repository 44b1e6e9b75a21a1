import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { linesOfHistory, mergedHistories, someHistories } from "../fixtures/writer-histories.ts";
import { eventLine } from "../lines/event-line.ts";
import { createJournalWriter } from "../write/journal-writer.ts";
import { followJournal } from "./follow-journal.ts";
import type { JournalProblem } from "./journal-problem.ts";
import type { JournalReport } from "./journal-report.ts";
import { readJournal } from "./read-journal.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Followed {
  readonly events: readonly SwitchyardEvent[];
  readonly problems: readonly JournalProblem[];
  readonly report: JournalReport;
}

/** Follows sources while things happen to them, one between two looks, and two looks longer. */
async function follow(
  sources: readonly string[],
  happenings: readonly (() => void | Promise<void>)[],
): Promise<Followed> {
  const controller = new AbortController();
  const left = [...happenings, () => {}, () => {}];
  const sleep = async (): Promise<void> => {
    const next = left.shift();
    if (next === undefined) controller.abort();
    else await next();
  };
  const problems: JournalProblem[] = [];
  const onProblem = (problem: JournalProblem): unknown => problems.push(problem);
  const reading = followJournal({ sources, signal: controller.signal, sleep, onProblem });
  const events: SwitchyardEvent[] = [];
  for await (const event of reading) events.push(event);
  return { events, problems, report: reading.report() };
}

function faultAt(atMs: number): SwitchyardEvent {
  return { type: "fault-ended", atMs, bundle: "0123456789ab", fault: "größe" };
}

function lineAt(atMs: number): string {
  return `${eventLine(faultAt(atMs))}\n`;
}

const instantsOf = ({ events }: Followed): readonly number[] => events.map(({ atMs }) => atMs);

test("however files grow, the follower gives what the reader gives, each writer in its order", async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(someHistories(), cuts, async (all, sizes) => {
      const own = mkdtempSync(join(folder, "run-"));
      const sources = [join(own, "*.jsonl")];
      const happenings = all.flatMap((history) => {
        const bytes = Buffer.from(linesOfHistory(history).join(""));
        const steps: (() => void)[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
          at += piece.length;
          steps.push(() => appendFileSync(join(own, `${history.process}.jsonl`), piece));
        }
        return steps;
      });
      const { events, report } = await follow(sources, happenings);
      for (const { process } of all) {
        const ownEvents = events.filter((event) => event.process === process);
        const expected = mergedHistories(all).filter((event) => event.process === process);
        expect(ownEvents).toEqual(expected);
      }
      const reading = readJournal({ sources });
      let count = 0;
      for await (const event of reading) count += Number(event.process !== undefined);
      expect(report).toEqual(reading.report());
      expect(events).toHaveLength(count);
    }),
    { numRuns: 12 },
  );
});

test("a writer is followed across its rotations, and so is one that comes later", async () => {
  const to = join(folder, "e.jsonl");
  const make = (process: string) =>
    createJournalWriter({ to, process, rotate: { bytesMax: 1024 } });
  const first = make("a");
  const happenings = Array.from({ length: 30 }, (_, atMs) => async () => {
    first.record(faultAt(atMs));
    await first.flush();
  });
  const second = async (): Promise<void> => {
    const writer = make("b");
    writer.record(faultAt(99));
    await writer.close();
    await first.close();
  };
  const followed = await follow([join(folder, "*.jsonl")], [...happenings, second]);
  expect(instantsOf(followed)).toEqual([...Array.from({ length: 30 }, (_, atMs) => atMs), 99]);
  expect(followed.report).toMatchObject({ duplicates: 0, missing: 0 });
});

test("a file that is moved away and replaced is read to its end, and the new one from its start", async () => {
  const file = join(folder, "e.jsonl");
  writeFileSync(file, lineAt(0));
  const followed = await follow(
    [file],
    [
      () => {
        appendFileSync(file, lineAt(1));
        renameSync(file, `${file}.1`);
        writeFileSync(file, lineAt(2));
      },
      () => appendFileSync(file, lineAt(3)),
    ],
  );
  expect(instantsOf(followed)).toEqual([0, 1, 2, 3]);
});

test("a file that is moved away is followed for one more look, and one that comes back is new", async () => {
  const file = join(folder, "e.jsonl");
  writeFileSync(file, lineAt(0));
  const followed = await follow(
    [file],
    [
      () => renameSync(file, `${file}.1`),
      () => appendFileSync(`${file}.1`, lineAt(1)),
      () => {},
      () => writeFileSync(file, lineAt(2)),
      () => unlinkSync(file),
    ],
  );
  expect(instantsOf(followed)).toEqual([0, 1, 2]);
});

test("a file that is cut is read anew, and its torn line is told", async () => {
  const file = join(folder, "e.jsonl");
  const followed = await follow(
    [file],
    [
      () => writeFileSync(file, `${lineAt(0)}${lineAt(1)}{"type":`),
      () => truncateSync(file),
      () => appendFileSync(file, lineAt(2)),
    ],
  );
  expect(instantsOf(followed)).toEqual([0, 1, 2]);
  expect(followed.problems).toMatchObject([{ kind: "torn-line", line: 3 }]);
});

test("a last line without its end is waited for, and given at the end if it is whole", async () => {
  const file = join(folder, "e.jsonl");
  const followed = await follow(
    [file],
    [
      () => writeFileSync(file, lineAt(0).slice(0, 20)),
      () => appendFileSync(file, lineAt(0).slice(20)),
      () => appendFileSync(file, lineAt(1).trimEnd()),
    ],
  );
  expect(instantsOf(followed)).toEqual([0, 1]);
  expect(followed.problems).toEqual([]);
});

test("a file that cannot be followed is told once, with the way out", async () => {
  const file = join(folder, "e.jsonl");
  writeFileSync(file, Buffer.from([0x1f, 0x8b, 8, 0]));
  const followed = await follow([file], [() => {}, () => {}]);
  expect(followed.problems).toHaveLength(1);
  expect(followed.problems[0]?.message).toMatch(/readJournal/);
});

test("an abort ends the iteration at once, also in the middle of a file and without a sleep of its own", async () => {
  const file = join(folder, "e.jsonl");
  writeFileSync(file, lineAt(0).repeat(5000));
  const controller = new AbortController();
  let count = 0;
  for await (const event of followJournal({ sources: [file], signal: controller.signal })) {
    count += Number(event.atMs === 0);
    if (count === 5000) queueMicrotask(() => controller.abort());
  }
  expect(count).toBe(5000);
  controller.abort();
  for await (const event of followJournal({ sources: [file], signal: controller.signal }))
    expect(event).toBeUndefined();
});
