import type { SwitchyardEvent } from "@switchyard/contract";

/** Events between two kept states: what one step back folds anew, at most. */
const CHUNK_EVENTS = 500;
/** 50,000 events are kept, about four thousand asks; what is older cannot be gone back to. */
const CHUNKS_MAX = 100;

/** Events that were folded, and a playhead that may stand before the newest of them. */
export interface Tape<State> {
  /** What is known at the playhead. */
  state(): State;
  /** What is known after all events. */
  newest(): State;
  /**
   * Takes a new event. The playhead stays with the newest if it is there.
   *
   * @param after what is known after it, where it was folded already
   */
  record(event: SwitchyardEvent, after?: State): void;
  /** Instant of the first event of all; undefined before it. */
  originAtMs(): number | undefined;
  /** The event after the playhead; undefined at the newest. */
  next(): SwitchyardEvent | undefined;
  /** Moves the playhead over {@link next}. */
  advance(): void;
  /** Moves the playhead back behind the last event up to an instant, as far as events are kept. */
  rewind(atMs: number): void;
  /** Moves the playhead back over one event. */
  stepBack(): void;
  /** Moves the playhead to the newest event. */
  toNewest(): void;
}

/** A stretch of events and the state before the first of them. */
interface Chunk<State> {
  readonly before: State;
  readonly events: SwitchyardEvent[];
}

export interface TapeOptions<State> {
  readonly initial: State;
  readonly step: (state: State, event: SwitchyardEvent) => State;
  readonly chunkEvents?: number;
  readonly chunksMax?: number;
}

/**
 * A tape of the last events with a state at every few hundredth, so that going back folds few
 * events however long the run was. Memory is bounded by `chunkEvents` times `chunksMax` events.
 */
export function createTape<State>(options: TapeOptions<State>): Tape<State> {
  const { initial, step, chunkEvents = CHUNK_EVENTS, chunksMax = CHUNKS_MAX } = options;
  const chunks: Chunk<State>[] = [];
  let originAtMs: number | undefined;
  let newest = initial;
  let shown = initial;
  /** The playhead: so many events of that chunk are shown. The newest is after the last chunk's. */
  let head = { chunk: 0, events: 0 };

  const next = (): SwitchyardEvent | undefined =>
    chunks[head.chunk]?.events[head.events] ?? chunks[head.chunk + 1]?.events[0];
  const advance = (): void => {
    const event = next();
    if (event === undefined) return;
    const isInChunk = head.events < (chunks[head.chunk]?.events.length ?? 0);
    head = isInChunk
      ? { chunk: head.chunk, events: head.events + 1 }
      : { chunk: head.chunk + 1, events: 1 };
    shown = step(shown, event);
  };
  const toNewest = (): void => {
    const last = Math.max(0, chunks.length - 1);
    head = { chunk: last, events: chunks[last]?.events.length ?? 0 };
    shown = newest;
  };
  const moveTo = (chunk: number, events: number): void => {
    const kept = chunks[chunk];
    if (kept === undefined) return;
    head = { chunk, events };
    shown = kept.events.slice(0, events).reduce((state, event) => step(state, event), kept.before);
  };
  /** The chunk that the playhead stands in is let go too: it then stands before the next. */
  const dropOldest = (): void => {
    chunks.shift();
    if (head.chunk > 0) head = { ...head, chunk: head.chunk - 1 };
    else moveTo(0, 0);
  };

  return {
    state: () => shown,
    newest: () => newest,
    originAtMs: () => originAtMs,
    next,
    advance,
    toNewest,
    record: (event, after) => {
      const isAtNewest = next() === undefined;
      originAtMs ??= event.atMs;
      const last = chunks.at(-1);
      if (last === undefined || last.events.length >= chunkEvents)
        chunks.push({ before: newest, events: [event] });
      else last.events.push(event);
      newest = after ?? step(newest, event);
      if (isAtNewest) toNewest();
      if (chunks.length > chunksMax) dropOldest();
    },
    rewind: (atMs) => {
      const after = chunks.findLastIndex(({ events }) => (events[0]?.atMs ?? 0) <= atMs);
      const chunk = Math.max(0, after);
      const events = chunks[chunk]?.events ?? [];
      const later = events.findIndex((event) => event.atMs > atMs);
      moveTo(chunk, later === -1 ? events.length : later);
    },
    stepBack: () => {
      if (head.events > 0) moveTo(head.chunk, head.events - 1);
      else if (head.chunk > 0)
        moveTo(head.chunk - 1, (chunks[head.chunk - 1]?.events.length ?? 1) - 1);
    },
  };
}
