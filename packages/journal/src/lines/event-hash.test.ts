import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anEventStream } from "../arbitraries.ts";
import { createEventHash } from "./event-hash.ts";
import { eventLine } from "./event-line.ts";
import { createLineBuffer } from "./line-buffer.ts";

test("a line is one whole event and nothing else", () => {
  fc.assert(
    fc.property(anEventStream(), (events) => {
      for (const event of events) {
        const line = eventLine(event);
        expect(line).not.toMatch(/[\n\r]/);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(event)));
      }
    }),
  );
});

test("the hash is that of the journal's bytes, however often it is asked for", () => {
  fc.assert(
    fc.property(anEventStream(), fc.nat(), (events, seed) => {
      const hash = createEventHash();
      for (const [index, event] of events.entries()) {
        hash.record(event);
        if (seed % (index + 1) === 0) hash.digest();
      }
      const text = events.map((event) => `${eventLine(event)}\n`).join("");
      expect(hash.digest()).toBe(createHash("sha256").update(text).digest("hex"));
    }),
  );
});

test("chunks of any size carry the same bytes and end at a line end", () => {
  fc.assert(
    fc.property(anEventStream(), fc.integer({ min: 1, max: 2000 }), (events, size) => {
      const chunks: string[] = [];
      const buffer = createLineBuffer((chunk) => chunks.push(chunk), size);
      for (const event of events) buffer.push(eventLine(event));
      buffer.flush();

      expect(chunks.every((chunk) => chunk.endsWith("\n"))).toBe(true);
      expect(chunks.join("")).toBe(events.map((event) => `${eventLine(event)}\n`).join(""));
    }),
  );
});
