import { compareEntries, type JournalEntry } from "./journal-entry.ts";

/** Entries in order, which are read when their time comes. */
export interface EntryStream {
  /** The instant of its first entry, so that it need not be open before; undefined: not known. */
  readonly firstOrderMs: number | undefined;
  readonly open: () => AsyncGenerator<JournalEntry[]>;
}

/** Where the merge is in one stream. */
interface Cursor {
  readonly stream: EntryStream;
  entries: AsyncGenerator<JournalEntry[]> | undefined;
  batch: JournalEntry[];
  at: number;
}

/**
 * Merges streams into one in order, in batches. It holds one batch of each stream whose first entry
 * is reached, whatever their lengths and their number.
 */
export async function* mergeEntries(
  streams: readonly EntryStream[],
): AsyncGenerator<JournalEntry[]> {
  const heap: Cursor[] = [];
  try {
    for (const stream of streams) {
      const cursor: Cursor = { stream, entries: undefined, batch: [], at: 0 };
      heap.push(cursor);
      if (stream.firstOrderMs === undefined && !(await fill(cursor))) heap.pop();
    }
    for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at -= 1) siftDown(heap, at);
    let merged: JournalEntry[] = [];
    for (let first = heap[0]; first !== undefined; first = heap[0]) {
      const entry = first.batch[first.at];
      if (entry !== undefined) {
        merged.push(entry);
        first.at += 1;
      }
      if (first.at >= first.batch.length) {
        // What is known goes out before the wait for more.
        yield merged;
        merged = [];
        if (!(await fill(first))) removeFirst(heap);
      }
      siftDown(heap, 0);
    }
  } finally {
    for (const { entries } of heap) await entries?.return(undefined);
  }
}

/** Reads the next batch that has entries; false: there is none. */
async function fill(cursor: Cursor): Promise<boolean> {
  cursor.entries ??= cursor.stream.open();
  for (;;) {
    const { value, done } = await cursor.entries.next();
    if (done === true) return false;
    if (value.length === 0) continue;
    cursor.batch = value;
    cursor.at = 0;
    return true;
  }
}

function removeFirst(heap: Cursor[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

function siftDown(heap: Cursor[], from: number): void {
  let at = from;
  for (;;) {
    const left = 2 * at + 1;
    const least = lesserOf(heap, lesserOf(heap, at, left), left + 1);
    const above = heap[at];
    const below = heap[least];
    if (least === at || above === undefined || below === undefined) return;
    heap[at] = below;
    heap[least] = above;
    at = least;
  }
}

function lesserOf(heap: readonly Cursor[], one: number, other: number): number {
  const [a, b] = [heap[one], heap[other]];
  return a === undefined || b === undefined || compareCursors(a, b) <= 0 ? one : other;
}

/** A stream that is not open yet goes first at its instant: it must be read to know more. */
function compareCursors(a: Cursor, b: Cursor): number {
  const [headA, headB] = [a.batch[a.at], b.batch[b.at]];
  if (headA !== undefined && headB !== undefined) return compareEntries(headA, headB);
  const byInstant = orderMsOf(a, headA) - orderMsOf(b, headB);
  return byInstant !== 0 ? byInstant : Number(headA !== undefined) - Number(headB !== undefined);
}

function orderMsOf({ stream }: Cursor, head: JournalEntry | undefined): number {
  return head?.orderMs ?? stream.firstOrderMs ?? 0;
}
