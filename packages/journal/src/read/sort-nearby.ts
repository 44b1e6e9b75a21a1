import { compareEntries, type JournalEntry } from "./journal-entry.ts";

/**
 * Sorts entries that are out of order by `linesMax` at most, and holds twice as many. What is
 * further out of order comes late.
 */
export async function* sortNearby(
  batches: AsyncIterable<JournalEntry[]>,
  linesMax: number,
): AsyncGenerator<JournalEntry[]> {
  let held: JournalEntry[] = [];
  for await (const batch of batches) {
    held = held.length === 0 ? batch : held.concat(batch);
    if (held.length < 2 * linesMax) continue;
    held.sort(compareEntries);
    const ready = held.slice(0, held.length - linesMax);
    held = held.slice(held.length - linesMax);
    yield ready;
  }
  yield held.sort(compareEntries);
}
