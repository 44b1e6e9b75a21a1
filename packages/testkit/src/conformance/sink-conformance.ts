import { strict as assert } from "node:assert";
import type { ConformanceCheck, EventSink, SwitchyardEvent } from "@switchyard/contract";
import { frozen } from "./frozen.ts";
import { plainEvents, sampleEvents } from "./sample-events.ts";

/** A sink to be held to the rules of {@link EventSink}. */
export interface SinkSubject {
  /** Makes a sink that has taken nothing yet. */
  readonly open: () => SinkInHand | Promise<SinkInHand>;
  /** Why what is delivered cannot be compared, where a sink hands on other things than events. */
  readonly noDelivery?: string;
  /** Why delivery cannot be made to fail, where a sink has nobody who could. */
  readonly noFailure?: string;
}

/** A sink, and both ends of what it hands events to. */
export interface SinkInHand {
  readonly sink: EventSink;
  /** Events that arrived so far, in order. Not asked where `noDelivery` says why. */
  readonly delivered?: () => readonly SwitchyardEvent[] | Promise<readonly SwitchyardEvent[]>;
  /** From now on nothing can be delivered. Not called where `noFailure` says why. */
  readonly fail?: () => void | Promise<void>;
}

/** Events of a burst: more than the queues of our own sinks hold. */
const BURST = 5_000;

/** What every sink must do, wherever it hands events. */
export function sinkConformance(subject: SinkSubject): readonly ConformanceCheck[] {
  return [...recordChecks(subject), ...deliveryChecks(subject), ...failureChecks(subject)];
}

function recordChecks({ open }: SinkSubject): readonly ConformanceCheck[] {
  return [
    {
      name: "takes every kind of event, leaves it as it was, and returns nothing to wait for",
      run: async () => {
        const { sink } = await open();
        // A frozen event throws at who writes in it.
        for (const event of sampleEvents().map(frozen))
          assert.equal(record(sink, event), undefined, `record returned something: ${event.type}`);
        await sink.flush?.();
      },
    },
    {
      name: "takes events of one turn by the thousand",
      run: async () => {
        const { sink } = await open();
        for (const event of plainEvents(BURST)) record(sink, event);
        await sink.flush?.();
      },
    },
    {
      name: "a flush ends, before the first event too and however often it is asked for",
      run: async () => {
        const { sink } = await open();
        await sink.flush?.();
        for (const event of plainEvents(1)) record(sink, event);
        await Promise.all([sink.flush?.(), sink.flush?.()]);
        await sink.flush?.();
      },
    },
  ];
}

function deliveryChecks({ open, noDelivery }: SinkSubject): readonly ConformanceCheck[] {
  const check = (name: string, run: () => Promise<void>): ConformanceCheck =>
    noDelivery === undefined ? { name, run } : { name, skip: noDelivery };
  return [
    check("delivers each event once, whole and in order, by the time a flush ends", async () => {
      const { sink, delivered } = await open();
      const events = sampleEvents();
      for (const part of [events.slice(0, 1), events.slice(1)]) {
        for (const event of part) record(sink, event);
        await sink.flush?.();
      }
      assert.deepEqual((await delivered?.())?.map(unstamped), events);
    }),
    check("what a burst loses is counted as dropped, and the rest is in order", async () => {
      const { sink, delivered } = await open();
      const events = plainEvents(BURST);
      for (const event of events) record(sink, event);
      await sink.flush?.();
      const arrived = (await delivered?.()) ?? [];
      assert.equal(arrived.length + (sink.dropped ?? 0), events.length);
      const places = arrived.map(({ atMs }) => atMs);
      assert.deepEqual(
        places,
        places.toSorted((left, right) => left - right),
      );
      assert.equal(new Set(places).size, places.length, "an event arrived twice");
    }),
  ];
}

function failureChecks({ open, noFailure }: SinkSubject): readonly ConformanceCheck[] {
  const name = "a failure behind it reaches neither record nor flush, and is counted as dropped";
  if (noFailure !== undefined) return [{ name, skip: noFailure }];
  const run = async (): Promise<void> => {
    const { sink, fail } = await open();
    await fail?.();
    const events = sampleEvents();
    // What fails once is not given up: the second event is taken, and counted, as the first.
    for (const part of [events.slice(0, 1), events.slice(1)]) {
      for (const event of part) record(sink, event);
      await sink.flush?.();
    }
    assert.equal(sink.dropped, events.length, "dropped is not the number of events lost");
  };
  return [{ name, run }];
}

/** An event without what a journal's writer adds. */
function unstamped({ process: _process, sequence: _sequence, ...event }: SwitchyardEvent): object {
  return event;
}

/** What `record` returns, which ought to be nothing. */
function record(sink: EventSink, event: SwitchyardEvent): unknown {
  return sink.record(event);
}
