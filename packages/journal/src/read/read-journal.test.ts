import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anEventStream } from "../arbitraries.ts";
import {
  interleave,
  linesOfHistory,
  mergedHistories,
  someHistories,
} from "../fixtures/writer-histories.ts";
import { eventLine } from "../lines/event-line.ts";
import { LINE_CHARACTERS_MAX } from "../lines/parse-line.ts";
import { createJournalWriter } from "../write/journal-writer.ts";
import { rotatedFile } from "../write/rotation.ts";
import type { JournalProblem } from "./journal-problem.ts";
import { isCleanReport, type JournalReport } from "./journal-report.ts";
import { readJournal, type ReadJournalOptions } from "./read-journal.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Read {
  readonly events: readonly SwitchyardEvent[];
  readonly problems: readonly JournalProblem[];
  readonly report: JournalReport;
}

async function read(options: ReadJournalOptions): Promise<Read> {
  const problems: JournalProblem[] = [];
  const reading = readJournal({ ...options, onProblem: (problem) => problems.push(problem) });
  const events: SwitchyardEvent[] = [];
  for await (const event of reading) events.push(event);
  return { events, problems, report: reading.report() };
}

/** Reads bytes as standard input, which come in pieces of any size. */
function readBytes(bytes: Buffer, pieceBytes = 1000): Promise<Read> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    pieces.push(bytes.subarray(at, at + pieceBytes));
  return read({ sources: ["-"], stdin: Readable.from(pieces) });
}

const BASE = { atMs: 1, bundle: "0123456789ab" };
const FAULT: SwitchyardEvent = { ...BASE, type: "fault-ended", fault: "größe" };

test("what was written is read, in order and without a loss", async () => {
  await fc.assert(
    fc.asyncProperty(anEventStream(), fc.boolean(), async (some, rotates) => {
      const own = mkdtempSync(join(folder, "run-"));
      const events = some.map((event, atMs) => Object.assign({}, event, { atMs }));
      const to = join(own, "e.jsonl");
      const rotate = rotates ? { rotate: { bytesMax: 2000 } } : {};
      const writer = createJournalWriter({ to, process: "p", ...rotate });
      for (const event of events) writer.record(event);
      await writer.close();

      const { events: found, report } = await read({ sources: [join(own, "*.jsonl")] });
      expect(found.map((event) => eventLine(event))).toEqual(
        events.map((event, sequence) => eventLine({ ...event, process: "p", sequence })),
      );
      expect(isCleanReport(report)).toBe(true);
    }),
    { numRuns: 25 },
  );
});

test("cut at every byte, a journal gives exactly its whole lines and tells of the torn one", async () => {
  const lines = [FAULT, { ...FAULT, fault: "日本語 🎉" }, FAULT].map((event) => eventLine(event));
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  const ends = lines.map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join("\n")));
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const { events, problems } = await readBytes(bytes.subarray(0, cut), 7);
    const whole = ends.filter((end) => end <= cut).length;
    expect(events.map((event) => eventLine(event))).toEqual(lines.slice(0, whole));
    const lastEnd = ends[whole - 1];
    const isTorn = cut > (lastEnd === undefined ? 0 : lastEnd + 1);
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual(
      isTorn ? [["torn-line", whole + 1]] : [],
    );
  }
});

test("however the lines of any writers are mixed in one file, they come in the same order", async () => {
  const turns = fc.array(fc.nat(3), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(someHistories(), turns, async (all, mix) => {
      const mixed = Buffer.from(interleave(all, mix).join(""));
      expect((await readBytes(mixed)).events).toEqual(mergedHistories(all));
    }),
    { numRuns: 50 },
  );
});

test("whatever files the lines of any writers are in, they merge to the same order, each once", async () => {
  await fc.assert(
    fc.asyncProperty(someHistories(), fc.integer({ min: 3, max: 9 }), async (all, size) => {
      const expected = mergedHistories(all);
      const own = mkdtempSync(join(folder, "run-"));
      for (const history of all) {
        const lines = linesOfHistory(history);
        writeFileSync(join(own, `${history.process}.jsonl`), lines.join(""));
        for (let at = 0; at < lines.length; at += size)
          writeFileSync(
            rotatedFile(join(own, "parts.jsonl"), history.process, at + 1),
            lines.slice(at, at + size).join(""),
          );
      }
      const single = await read({ sources: [join(own, "w?.jsonl")] });
      const rotated = await read({ sources: [join(own, "parts.*")] });
      const twice = await read({ sources: [join(own, "*.jsonl"), join(own, "w0.jsonl")] });
      expect(single.events).toEqual(expected);
      expect(rotated.events).toEqual(expected);
      expect(twice.events).toEqual(expected);
      expect(twice.report).toMatchObject({ duplicates: expected.length, late: 0, missing: 0 });
    }),
    { numRuns: 15 },
  );
});

test("packed and plain are read alike, also in parts, and by their bytes and not their names", async () => {
  await fc.assert(
    fc.asyncProperty(anEventStream(), fc.nat(), async (events, seed) => {
      const lines = events.map((event) => `${eventLine(event)}\n`);
      const at = seed % (lines.length + 1);
      const packed = Buffer.concat([
        gzipSync(lines.slice(0, at).join("")),
        gzipSync(lines.slice(at).join("")),
      ]);
      writeFileSync(join(folder, "e.jsonl"), packed);
      const plain = await readBytes(Buffer.from(lines.join("")));
      expect((await readBytes(packed, 1 + (seed % 50))).events).toEqual(plain.events);
      expect((await read({ sources: [join(folder, "e.jsonl")] })).events).toEqual(plain.events);
    }),
    { numRuns: 20 },
  );
});

test("a packed journal that was cut off gives whole lines from its beginning and is never fatal", async () => {
  const events = Array.from({ length: 40 }, (_, atMs) => ({ ...FAULT, atMs, fault: `f${atMs}` }));
  const packed = gzipSync(events.map((event) => `${eventLine(event)}\n`).join(""));
  let longest = 0;
  for (let cut = 0; cut < packed.length; cut += 1) {
    const found = (await readBytes(packed.subarray(0, cut))).events;
    expect(found).toEqual(events.slice(0, found.length));
    longest = Math.max(longest, found.length);
  }
  expect(longest).toBeGreaterThan(30);
});

test("garbage anywhere is told with file and line, and costs no event", async () => {
  const garbage = fc.constantFrom(
    "x",
    "{",
    "null",
    "[]",
    '{"atMs":1}',
    "\u0000\u0001",
    '"a"',
    "{}{}",
  );
  const line = fc.oneof(garbage, fc.constant(eventLine(FAULT)), fc.constant(" "));
  await fc.assert(
    fc.asyncProperty(fc.array(line), async (lines) => {
      const file = join(folder, "g.jsonl");
      writeFileSync(file, lines.map((each) => `${each}\n`).join(""));
      const { events, problems, report } = await read({ sources: [file] });
      const bad = lines.flatMap((each, at) =>
        each === " " || each === eventLine(FAULT) ? [] : [at + 1],
      );
      expect(problems.map((problem) => problem.line)).toEqual(bad);
      for (const problem of problems)
        expect(problem).toMatchObject({ kind: "garbage-line", source: file });
      expect(events).toHaveLength(lines.filter((each) => each === eventLine(FAULT)).length);
      expect(report.problems["garbage-line"]).toBe(bad.length);
    }),
    { numRuns: 50 },
  );
});

test("a line without end is no event and does not fill the memory", async () => {
  const long = `{"a":"${"x".repeat(3 * LINE_CHARACTERS_MAX)}"}\n${eventLine(FAULT)}\n`;
  const { events, problems } = await readBytes(Buffer.from(long), 65_536);
  expect(events).toEqual([FAULT]);
  expect(problems[0]?.message).toMatch(/-:1: .*longer than 1048576 characters/);
});

test("a known type must be sound, an unknown one is counted, an unknown field is kept", async () => {
  const text = [
    { ...FAULT, fault: 7 },
    { ...BASE, type: "fault-ended" },
    { ...FAULT, atMs: null },
    { ...FAULT, process: "p" },
    { ...FAULT, process: "p", sequence: -1 },
    { ...BASE, type: "invented-later", more: true },
    { ...FAULT, added: "later" },
  ].map((event) => `${JSON.stringify(event)}\n`);
  const { events, problems, report } = await readBytes(Buffer.from(text.join("")));
  expect(events).toEqual([{ ...FAULT, added: "later" }]);
  expect(problems.map(({ kind, line }) => [kind, line])).toEqual(
    [1, 2, 3, 4, 5].map((line) => ["malformed-event", line]),
  );
  expect(problems[0]?.message).toMatch(/-:1: .*`fault` of fault-ended is 7/);
  expect(report).toMatchObject({ unknownTypes: { "invented-later": 1 } });
  expect(isCleanReport(report)).toBe(false);
});

test("lost events are counted by the gaps they leave, and lines too far out of order are given late", async () => {
  const lines = [0, 1, 4, 5].map((sequence) => eventLine({ ...FAULT, process: "p", sequence }));
  const { report } = await readBytes(Buffer.from(lines.map((line) => `${line}\n`).join("")));
  expect(report).toMatchObject({ events: 4, missing: 2, late: 0 });

  const late = [5, 1].map((atMs) =>
    Object.assign({}, FAULT, { atMs, process: `p${atMs}`, sequence: 0 }),
  );
  const text = late.map((event) => `${eventLine(event)}\n`).join("");
  const stdin = Readable.from([Buffer.from(text)]);
  const live = await read({ sources: ["-"], stdin, mixedLinesMax: 0 });
  expect(live.events).toEqual(late);
  expect(live.report.late).toBe(1);
});

test("a source that cannot be read is told, and the others are read", async () => {
  mkdirSync(join(folder, "a.jsonl"));
  writeFileSync(join(folder, "b.jsonl"), `${eventLine(FAULT)}\n`);
  const { events, problems } = await read({ sources: [join(folder, "*.jsonl")] });
  expect(events).toEqual([FAULT]);
  expect(problems).toMatchObject([{ kind: "unreadable", line: 1 }]);
  expect(problems[0]?.message).toMatch(/a\.jsonl:1: .*EISDIR/);
});

test("a path or pattern without a file is refused, and a strange name is no pattern", async () => {
  await expect(read({ sources: ["/nowhere/e.jsonl"] })).rejects.toThrow(/does not exist/);
  await expect(read({ sources: [join(folder, "*.jsonl")] })).rejects.toThrow(/matches no file/);
  const file = join(folder, "e[1].jsonl");
  writeFileSync(file, eventLine(FAULT));
  expect((await read({ sources: [file, file] })).events).toEqual([FAULT]);
});

test("a reader that stops early closes its files and ends", async () => {
  const file = join(folder, "e.jsonl");
  writeFileSync(file, `${eventLine(FAULT)}\n`.repeat(20_000));
  for await (const event of readJournal({ sources: [file] })) {
    expect(event).toEqual(FAULT);
    break;
  }
});
