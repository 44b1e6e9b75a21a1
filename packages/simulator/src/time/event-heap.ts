/** One thing that will happen at a virtual instant. */
export interface HeapEntry {
  readonly atMs: number;
  /** Orders entries of the same instant, by code unit. */
  readonly key: string;
  /** Orders entries of the same instant and key: the one added first goes first. */
  readonly seq: number;
  /** What to do; gone once the entry was taken or cancelled, so that it holds no memory. */
  run: (() => void) | undefined;
}

/** A priority queue in (time, key, sequence) order. */
export interface EventHeap {
  add(atMs: number, key: string, run: () => void): HeapEntry;
  /** Drops an entry. Idempotent; a taken entry is left alone. */
  cancel(entry: HeapEntry): void;
  /** The next live entry, left in place. */
  peek(): HeapEntry | undefined;
  /** Takes the next live entry's work. */
  take(): { readonly entry: HeapEntry; readonly run: () => void } | undefined;
  /** Live entries. */
  size(): number;
}

/** Below this many cancelled entries a rebuild costs more than it frees. */
const COMPACT_FROM = 64;

/**
 * A binary heap whose cancelled entries stay until they surface or outnumber the live ones, then
 * all go at once: cancelling is O(1) amortised, and at most half of the heap is dead.
 */
export function createEventHeap(): EventHeap {
  let entries: HeapEntry[] = [];
  let cancelled = 0;
  let seq = 0;

  function peek(): HeapEntry | undefined {
    let first = entries[0];
    while (first !== undefined && first.run === undefined) {
      removeFirst(entries);
      cancelled -= 1;
      first = entries[0];
    }
    return first;
  }

  return {
    add(atMs, key, run) {
      const entry: HeapEntry = { atMs, key, seq, run };
      seq += 1;
      entries.push(entry);
      siftUp(entries, entries.length - 1);
      return entry;
    },
    cancel(entry) {
      if (entry.run === undefined) return;
      entry.run = undefined;
      cancelled += 1;
      if (cancelled < COMPACT_FROM || cancelled * 2 < entries.length) return;
      entries = entries.filter(({ run }) => run !== undefined);
      cancelled = 0;
      for (let index = (entries.length >> 1) - 1; index >= 0; index -= 1) siftDown(entries, index);
    },
    peek,
    take() {
      const entry = peek();
      const run = entry?.run;
      if (entry === undefined || run === undefined) return undefined;
      entry.run = undefined;
      removeFirst(entries);
      return { entry, run };
    },
    size: () => entries.length - cancelled,
  };
}

function isBefore(left: HeapEntry, right: HeapEntry): boolean {
  if (left.atMs !== right.atMs) return left.atMs < right.atMs;
  if (left.key !== right.key) return left.key < right.key;
  return left.seq < right.seq;
}

function removeFirst(entries: HeapEntry[]): void {
  const last = entries.pop();
  if (last === undefined || entries.length === 0) return;
  entries[0] = last;
  siftDown(entries, 0);
}

function siftUp(entries: HeapEntry[], from: number): void {
  let index = from;
  const entry = entries[index];
  if (entry === undefined) return;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = entries[parentIndex];
    if (parent === undefined || !isBefore(entry, parent)) break;
    entries[index] = parent;
    index = parentIndex;
  }
  entries[index] = entry;
}

function siftDown(entries: HeapEntry[], from: number): void {
  let index = from;
  const entry = entries[index];
  if (entry === undefined) return;
  for (;;) {
    const leftIndex = index * 2 + 1;
    const left = entries[leftIndex];
    if (left === undefined) break;
    const right = entries[leftIndex + 1];
    const isRightFirst = right !== undefined && isBefore(right, left);
    const child = isRightFirst ? right : left;
    if (!isBefore(child, entry)) break;
    entries[index] = child;
    index = isRightFirst ? leftIndex + 1 : leftIndex;
  }
  entries[index] = entry;
}
