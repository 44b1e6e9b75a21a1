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

/** Who is told of events. */
export interface BusListeners {
  /** The rehearsal's own folds. */
  readonly observers: readonly EventSink[];
  /** The router's clock is off, so observers are told the true instant in place of the event's. */
  readonly isClockOff: boolean;
  /** Told each event as it is. */
  readonly sinks: readonly EventSink[];
}

/** A bus that hands each event to every listener, in order. */
export function createEventBus(
  { observers, isClockOff, sinks }: BusListeners,
  clock: Pick<Clock, "epochMs">,
  bundleHash: string,
): EventBus {
  const bundle = bundleHash.slice(0, 12);
  const record: EventBus["record"] = (event) => {
    const seen = isClockOff ? { ...event, atMs: clock.epochMs() } : event;
    for (const observer of observers) observer.record(seen);
    for (const sink of sinks) sink.record(event);
  };
  return { record, emit: (facts) => record({ ...facts, atMs: clock.epochMs(), bundle }) };
}
