import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaultEndedEvent } from "@switchyard/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEventHash } from "../lines/event-hash.ts";
import { createTraceWriter } from "./trace-writer.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function eventAt(atMs: number): FaultEndedEvent {
  return { type: "fault-ended", atMs, bundle: "0123456789ab", fault: "größe\n" };
}

test("the file holds every event, one line each, and has the hash of the run", () => {
  const file = join(folder, "run.jsonl");
  const hash = createEventHash();
  const writer = createTraceWriter(file);
  for (let atMs = 0; atMs < 3000; atMs += 1) {
    writer.record(eventAt(atMs));
    hash.record(eventAt(atMs));
  }
  writer.close();

  const bytes = readFileSync(file);
  const lines = bytes.toString("utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(lines.map((_, atMs) => eventAt(atMs)));
  expect(lines).toHaveLength(3000);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(hash.digest());
});

test("before it is closed the file holds whole lines only, and all of them once flushed", () => {
  const file = join(folder, "run.jsonl");
  const writer = createTraceWriter(file);
  for (let atMs = 0; atMs < 1500; atMs += 1) writer.record(eventAt(atMs));

  const early = readFileSync(file, "utf8");
  expect(early).toMatch(/\n$/);
  expect(early.split("\n").length).toBeLessThan(1501);
  writer.flush();
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(1501);
  writer.close();
});

test("an older journal of the same name is replaced, and closing twice or writing late is harmless", () => {
  const file = join(folder, "run.jsonl");
  writeFileSync(file, "old\nold\n");
  const writer = createTraceWriter(file);
  writer.record(eventAt(1));
  writer.close();
  writer.close();
  writer.record(eventAt(2));

  expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify(eventAt(1))}\n`);
});

test("a journal that cannot be opened says which, why and what to do", () => {
  const file = join(folder, "missing", "run.jsonl");
  expect(() => createTraceWriter(file)).toThrow(/missing\/run\.jsonl.*ENOENT.*Create its folder/);
});

test("a full disk does not stop the run; closing says how many events are lost", ({ skip }) => {
  skip(process.platform !== "linux", "/dev/full is a Linux device");
  const writer = createTraceWriter("/dev/full");
  for (let atMs = 0; atMs < 3000; atMs += 1) writer.record(eventAt(atMs));
  expect(() => writer.close()).toThrow(/up to 3000 events were not written.*ENOSPC/);
});
