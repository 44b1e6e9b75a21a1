import type { Clock, EventSink, RehearsalEvent } from "@switchyard/contract";

/** An event of the rehearsal itself, without what the bus adds: the instant and the bundle. */
export type RehearsalFacts = RehearsalEvent extends infer Event
  ? Event extends RehearsalEvent
    ? Omit<Event, "atMs" | "bundle">
    : never
  : never;

/** One stream out of the router's events and the rehearsal's own. */
export interface EventBus extends EventSink {
  /** Stamps and records an event of the rehearsal itself. */
  emit(facts: RehearsalFacts): void;
}

/** A bus that hands each event to every sink, in order. */
export function createEventBus(
  sinks: readonly EventSink[],
  clock: Pick<Clock, "epochMs">,
  bundleHash: string,
): EventBus {
  const bundle = bundleHash.slice(0, 12);
  const record: EventBus["record"] = (event) => {
    for (const sink of sinks) sink.record(event);
  };
  return { record, emit: (facts) => record({ ...facts, atMs: clock.epochMs(), bundle }) };
}
