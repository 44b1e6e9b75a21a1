import type { Clock, EventSink, SwitchyardEvent } from "@switchyard/contract";

/** An event without what the emitter adds: the instant and the bundle. */
export type EventFacts = SwitchyardEvent extends infer Event
  ? Event extends SwitchyardEvent
    ? Omit<Event, "atMs" | "bundle">
    : never
  : never;

/** Hands events to every sink. */
export interface EventEmitter {
  /** @param facts become the event: made for it, and not used again */
  emit(facts: EventFacts): void;
  /** Events that a sink threw at or says it dropped: each is lost to that sink alone. */
  readonly dropped: number;
  /** The same sinks and count, for events of another bundle. */
  under(bundleHash: string): EventEmitter;
  /** Resolves when the sinks that can tell have delivered what they took. Never rejects. */
  flush(): Promise<void>;
}

/**
 * Stamps events with the wall clock, rounded to the microsecond, and the first 12 hex digits of
 * the bundle's hash. A sink that throws cannot reach an ask.
 */
export function createEventEmitter(
  sinks: readonly EventSink[],
  clock: Clock,
  bundleHash: string,
): EventEmitter {
  return stamping(sinks, clock, bundleHash, { count: 0 });
}

function stamping(
  sinks: readonly EventSink[],
  clock: Clock,
  bundleHash: string,
  thrown: { count: number },
): EventEmitter {
  const bundle = bundleHash.slice(0, 12);
  return {
    get dropped() {
      return sinks.reduce((sum, sink) => sum + (sink.dropped ?? 0), thrown.count);
    },
    under: (hash) => stamping(sinks, clock, hash, thrown),
    flush: async () => {
      await Promise.allSettled(sinks.map(async (sink) => await sink.flush?.()));
    },
    emit: (facts) => {
      if (sinks.length === 0) return;
      // Facts are made for their event alone, and a copy of each would cost an ask 4% of its time.
      const event = Object.assign(facts, { atMs: toMicroseconds(clock.epochMs()), bundle });
      for (const sink of sinks) {
        try {
          sink.record(event);
        } catch {
          thrown.count += 1;
        }
      }
    },
  };
}

/** Milliseconds to the microsecond, so that equal runs write equal digits. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
