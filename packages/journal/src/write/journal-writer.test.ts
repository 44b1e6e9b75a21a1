import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { FaultEndedEvent, SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anEventStream } from "../arbitraries.ts";
import type { JournalLoss } from "./journal-loss.ts";
import { createJournalWriter } from "./journal-writer.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HOUR_MS = 3_600_000;

function eventAt(atMs: number): FaultEndedEvent {
  return { type: "fault-ended", atMs, bundle: "0123456789ab", fault: "größe\n" };
}

function linesOf(text: string): readonly unknown[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}

function stamped(events: readonly SwitchyardEvent[], process: string): readonly unknown[] {
  return events.map((event, sequence) => ({ ...event, process, sequence }));
}

/** A stream that takes nothing until it is told to. */
function slowStream(): {
  readonly stream: Writable;
  readonly taken: string[];
  open: () => void;
  readonly step: () => void;
} {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  let isOpen = false;
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      taken.push(String(chunk));
      if (isOpen) done();
      else waiting.push(done);
    },
  });
  const open = (): void => {
    isOpen = true;
    for (const done of waiting.splice(0)) done();
  };
  return { stream, taken, open, step: () => waiting.shift()?.() };
}

test("every event is a line that says who wrote it and as which, and a flush has them all", async () => {
  const to = join(folder, "events.jsonl");
  const events = Array.from({ length: 3000 }, (_, atMs) => eventAt(atMs));
  const writer = createJournalWriter({ to, process: "api-1", sync: true });
  for (const event of events.slice(0, 1500)) writer.record(event);
  await writer.flush();
  expect(linesOf(readFileSync(to, "utf8"))).toEqual(stamped(events, "api-1").slice(0, 1500));

  for (const event of events.slice(1500)) writer.record(event);
  await writer.close();
  expect(linesOf(readFileSync(to, "utf8"))).toEqual(stamped(events, "api-1"));
  expect(writer.dropped).toBe(0);
});

test("whatever the events and the size of files, the files hold them in order and in bounds", async () => {
  await fc.assert(
    fc.asyncProperty(anEventStream(), fc.integer({ min: 1024, max: 3000 }), async (some, size) => {
      const own = mkdtempSync(join(folder, "run-"));
      const events = [...some, ...some];
      const writer = createJournalWriter({
        to: join(own, "events.jsonl"),
        process: "p",
        rotate: { bytesMax: size },
      });
      for (const event of events) writer.record(event);
      await writer.close();

      const texts = readdirSync(own)
        .toSorted()
        .map((name) => readFileSync(join(own, name), "utf8"));
      expect(linesOf(texts.join(""))).toEqual(JSON.parse(JSON.stringify(stamped(events, "p"))));
      for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(size);
    }),
    { numRuns: 40 },
  );
});

test("a file for each hour in which something happened, and none is opened again", async () => {
  const to = join(folder, "events.jsonl");
  const writer = createJournalWriter({ to, process: "p", rotate: { every: "hour" } });
  const instants = [0, 1, HOUR_MS, 3 * HOUR_MS, HOUR_MS, 3 * HOUR_MS + 1];
  for (const atMs of instants) writer.record(eventAt(atMs));
  await writer.close();

  const files = readdirSync(folder).toSorted();
  expect(files).toEqual([
    "events.p.000001.jsonl",
    "events.p.000002.jsonl",
    "events.p.000003.jsonl",
  ]);
  const sizes = files.map((name) => linesOf(readFileSync(join(folder, name), "utf8")).length);
  expect(sizes).toEqual([2, 1, 3]);
});

test("a file whose last line is torn is added to on a new line", async () => {
  const to = join(folder, "events.jsonl");
  writeFileSync(to, '{"type":"fault-en');
  const writer = createJournalWriter({ to, process: "p" });
  writer.record(eventAt(1));
  await writer.close();
  const [torn, whole] = readFileSync(to, "utf8").split("\n");
  expect(torn).toBe('{"type":"fault-en');
  expect(JSON.parse(whole ?? "")).toEqual({ ...eventAt(1), process: "p", sequence: 0 });
});

test("what finds no room is lost and told, and leaves a gap in the sequence", async () => {
  const { stream, taken, open } = slowStream();
  const losses: JournalLoss[] = [];
  const writer = createJournalWriter({
    to: stream,
    process: "p",
    bufferBytesMax: 300,
    onLoss: (loss) => losses.push(loss),
  });
  for (let atMs = 0; atMs < 10; atMs += 1) writer.record(eventAt(atMs));
  expect(writer.dropped).toBe(8);
  open();
  await writer.flush();
  writer.record(eventAt(10));
  await writer.close();

  const sequences = linesOf(taken.join("")).map((line) => Object(line).sequence);
  expect(sequences).toEqual([0, 1, 10]);
  expect(losses).toMatchObject([{ reason: "buffer-full", events: 8 }]);
});

test("a flush does not wait for what is recorded after it", async () => {
  const { stream, taken, step } = slowStream();
  const writer = createJournalWriter({ to: stream, process: "p" });
  writer.record(eventAt(0));
  const flushed = writer.flush();
  await Promise.resolve();
  writer.record(eventAt(1));
  step();
  await flushed;
  expect(linesOf(taken.join("")).length).toBeLessThanOrEqual(2);
  step();
  await writer.close();
  expect(linesOf(taken.join(""))).toHaveLength(2);
});

test("a stream that fails loses events and ends no process", async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error("gone")) });
  const losses: JournalLoss[] = [];
  const writer = createJournalWriter({ to: stream, onLoss: (loss) => losses.push(loss) });
  writer.record(eventAt(0));
  await writer.flush();
  expect(losses).toMatchObject([{ reason: "write-failed", events: 1 }]);
  expect(losses[0]?.message).toMatch(/gone/);
  await writer.close();
});

test("recording never throws, not after closing and not when the callback does", async () => {
  const onLoss = (): never => {
    throw new Error("broken");
  };
  const writer = createJournalWriter({ to: join(folder, "e.jsonl"), bufferBytesMax: 1, onLoss });
  writer.record(eventAt(0));
  await writer.close();
  await writer.close();
  writer.record(eventAt(1));
  expect(writer.dropped).toBe(2);
});

test("an event with a stamp keeps it", async () => {
  const to = join(folder, "copy.jsonl");
  const writer = createJournalWriter({ to, process: "copier" });
  writer.record({ ...eventAt(1), process: "origin", sequence: 7 });
  await writer.close();
  expect(linesOf(readFileSync(to, "utf8"))).toMatchObject([{ process: "origin", sequence: 7 }]);
});

test("names are new each time, and fit for a file", async () => {
  const writers = ["a", "b"].map((name) => createJournalWriter({ to: join(folder, name) }));
  const names = writers.map((writer) => writer.process);
  for (const writer of writers) await writer.close();
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
});

test("options that cannot work are refused with the way out", () => {
  const { stream } = slowStream();
  expect(() => createJournalWriter({ to: join(folder, "no", "e.jsonl") })).toThrow(
    /ENOENT.*folder/,
  );
  expect(() => createJournalWriter({ to: stream, rotate: {} })).toThrow(/leave `rotate` out/);
  expect(() => createJournalWriter({ to: stream, process: "a/b" })).toThrow(/"a\/b".*letters/);
  const rotate = { bytesMax: 10 };
  expect(() => createJournalWriter({ to: join(folder, "e"), rotate })).toThrow(/at 10 bytes/);
});

test("a full disk is counted and told, and asks go on", async ({ skip }) => {
  skip(process.platform !== "linux", "/dev/full is a Linux device");
  const losses: JournalLoss[] = [];
  const writer = createJournalWriter({ to: "/dev/full", onLoss: (loss) => losses.push(loss) });
  for (let atMs = 0; atMs < 3000; atMs += 1) writer.record(eventAt(atMs));
  await writer.close();
  expect(writer.dropped).toBe(3000);
  expect(losses.reduce((sum, { events }) => sum + events, 0)).toBe(3000);
  expect(losses[0]?.message).toMatch(/ENOSPC.*Free some space/);
});
