import { PassThrough, Writable } from "node:stream";
import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anEventStream } from "../arbitraries.ts";
import { eventLine } from "./event-line.ts";
import { createJsonLinesSink } from "./json-lines-sink.ts";

function anEventAt(atMs: number): SwitchyardEvent {
  return { type: "fault-ended", atMs, bundle: "0123456789ab", fault: "outage" };
}

test("a stream has every event, one line each, as a journal has", async () => {
  await fc.assert(
    fc.asyncProperty(anEventStream(), async (events) => {
      const stream = new PassThrough();
      const chunks: string[] = [];
      stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
      const sink = createJsonLinesSink(stream);
      for (const event of events) sink.record(event);
      await sink.flush();
      expect(chunks.join("")).toBe(events.map((event) => `${eventLine(event)}\n`).join(""));
      expect(sink.dropped).toBe(0);
    }),
  );
});

test("a reader that takes nothing costs a bound of memory, and what it misses is counted", () => {
  const lines: string[] = [];
  const stuck = new Writable({
    decodeStrings: false,
    write: (line: string) => {
      lines.push(line);
    },
  });
  const sink = createJsonLinesSink(stuck, { heldBytesMax: 1_000 });
  for (let atMs = 0; atMs < 1_000; atMs += 1) sink.record(anEventAt(atMs));
  const lineBytes = eventLine(anEventAt(0)).length + 1;
  expect(stuck.writableLength).toBeLessThan(1_000 + lineBytes + 3);
  expect(sink.dropped).toBeGreaterThan(900);
  expect(lines).toEqual([`${eventLine(anEventAt(0))}\n`]);
});

test("a stream that fails or is ended drops events, counts them and throws at nobody", async () => {
  const broken = new Writable({
    write: (_chunk, _encoding, done) => done(new Error("the reader is gone")),
  });
  const sink = createJsonLinesSink(broken);
  sink.record(anEventAt(1));
  await sink.flush();
  sink.record(anEventAt(2));
  expect(sink.dropped).toBe(2);

  const ended = new PassThrough();
  const late = createJsonLinesSink(ended);
  ended.end();
  late.record(anEventAt(1));
  await late.flush();
  expect(late.dropped).toBe(1);
});
