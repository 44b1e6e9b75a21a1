import type { EventSink, SwitchyardEvent } from "@switchyard/contract";

/** A question to an event stream: a pure reducer, and how to read the answer off its state. */
export interface Fold<State, Value> {
  /** The state before the first event. */
  readonly initial: State;
  /** The state after one more event. Leaves `state` as it was. */
  step(state: State, event: SwitchyardEvent): State;
  /** What is known so far. May be asked at any time. */
  read(state: State): Value;
}

/** The answer of `fold` over finished `events`. */
export function foldEvents<State, Value>(
  fold: Fold<State, Value>,
  events: Iterable<SwitchyardEvent>,
): Value {
  let state = fold.initial;
  for (const event of events) state = fold.step(state, event);
  return fold.read(state);
}

/** {@link foldEvents} of a stream, such as a journal that is read. */
export async function foldStream<State, Value>(
  fold: Fold<State, Value>,
  events: Iterable<SwitchyardEvent> | AsyncIterable<SwitchyardEvent>,
): Promise<Value> {
  let state = fold.initial;
  for await (const event of events) state = fold.step(state, event);
  return fold.read(state);
}

/** A sink that folds events as they come. */
export interface FoldSink<Value> extends EventSink {
  /** What is known so far. */
  read(): Value;
}

/** Folds a running stream: the state is kept, the events are not. */
export function createFoldSink<State, Value>(fold: Fold<State, Value>): FoldSink<Value> {
  let state = fold.initial;
  return {
    record: (event) => {
      state = fold.step(state, event);
    },
    read: () => fold.read(state),
  };
}
