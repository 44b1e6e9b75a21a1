import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareEntries, createEntryMaker, type JournalEntry } from "./journal-entry.ts";
import { mergeEntries, type EntryStream } from "./merge-entries.ts";

function entriesOf(chain: number, instants: readonly number[]): readonly JournalEntry[] {
  const entryOf = createEntryMaker(chain);
  return instants.map((atMs) =>
    entryOf({ type: "fault-ended", atMs, bundle: "0123456789ab", fault: "f" }),
  );
}

async function* inBatches(
  entries: readonly JournalEntry[],
  size: number,
): AsyncGenerator<JournalEntry[]> {
  for (let at = 0; at < entries.length; at += size) yield entries.slice(at, at + size);
  yield [];
}

async function merged(streams: readonly EntryStream[]): Promise<readonly JournalEntry[]> {
  const all: JournalEntry[] = [];
  for await (const batch of mergeEntries(streams)) all.push(...batch);
  return all;
}

test("sorted streams of any lengths, in any batches, opened early or late, merge as one sort would", async () => {
  const stream = fc.record({
    instants: fc.array(fc.nat(20), { maxLength: 12 }),
    size: fc.integer({ min: 1, max: 4 }),
    isPeeked: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(stream, { maxLength: 7 }), async (specs) => {
      const all = specs.map(({ instants }, chain) => entriesOf(chain, instants));
      const streams = specs.map(({ size, isPeeked }, chain) => {
        const entries = all[chain] ?? [];
        const firstOrderMs = isPeeked ? entries[0]?.orderMs : undefined;
        return { firstOrderMs, open: () => inBatches(entries, size) };
      });
      expect(await merged(streams)).toEqual(all.flat().toSorted(compareEntries));
    }),
  );
});

test("a stream is open only while its time is read", async () => {
  let open = 0;
  let openMax = 0;
  const streams = Array.from({ length: 200 }, (_, chain) => ({
    firstOrderMs: chain * 10,
    open: async function* (): AsyncGenerator<JournalEntry[]> {
      open += 1;
      openMax = Math.max(openMax, open);
      yield* inBatches(entriesOf(chain, [chain * 10, chain * 10 + 11]), 1);
      open -= 1;
    },
  }));
  expect(await merged(streams.toReversed())).toHaveLength(400);
  expect(openMax).toBeLessThanOrEqual(3);
});
