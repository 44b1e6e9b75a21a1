import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createManualClock } from "../../test/manual-clock.ts";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { eventsOf, REQUEST } from "../../test/sample-router.ts";
import { createScriptedModels } from "../../test/scripted-models.ts";
import { createRouter } from "../create-router.ts";
import { createBatchingSink } from "./create-batching-sink.ts";

function anEventAt(atMs: number): SwitchyardEvent {
  return { type: "fault-ended", atMs, bundle: "0123456789ab", fault: "outage" };
}

/** A consumer that takes batches when it is told to. */
function slowConsumer(): {
  readonly batches: (readonly SwitchyardEvent[])[];
  readonly deliver: (batch: readonly SwitchyardEvent[]) => Promise<void>;
  readonly finish: (error?: Error) => Promise<void>;
} {
  const batches: (readonly SwitchyardEvent[])[] = [];
  let end: (error?: Error) => void = () => {};
  return {
    batches,
    deliver: (batch) => {
      batches.push(batch);
      return new Promise((resolve, reject) => {
        end = (error) => (error === undefined ? resolve() : reject(error));
      });
    },
    finish: async (error) => {
      await turns();
      end(error);
      await turns();
    },
  };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

test("every event is delivered in order, dropped by the bound or lost with its batch, and counted", async () => {
  const steps = fc.array(fc.constantFrom("record", "record", "succeed", "fail"), {
    maxLength: 60,
  });
  const bounds = fc.record({
    queueMax: fc.integer({ min: 1, max: 5 }),
    batchMax: fc.integer({ min: 1, max: 7 }),
  });
  await fc.assert(
    fc.asyncProperty(steps, bounds, async (script, options) => {
      const { batches, deliver, finish } = slowConsumer();
      const sink = createBatchingSink(deliver, options);
      let recorded = 0;
      let failed = 0;
      for (const step of script) {
        if (step === "record") sink.record(anEventAt((recorded += 1)));
        else {
          const before = sink.dropped;
          await finish(step === "fail" ? new Error("gone") : undefined);
          failed += sink.dropped - before;
        }
      }
      const flushed = sink.flush();
      for (let batch = 0; batch <= recorded; batch += 1) await finish();
      await flushed;

      const delivered = batches.flat().map(({ atMs }) => atMs);
      expect(delivered).toEqual(delivered.toSorted((left, right) => left - right));
      expect(delivered.length - failed + sink.dropped).toBe(recorded);
      expect(Math.max(0, ...batches.map(({ length }) => length))).toBeLessThanOrEqual(
        Math.min(options.batchMax, options.queueMax),
      );
    }),
  );
});

test("while one batch is under way the queue fills to its bound, and then the newest is dropped", async () => {
  const { batches, deliver, finish } = slowConsumer();
  const sink = createBatchingSink(deliver, { queueMax: 2, batchMax: 2 });
  sink.record(anEventAt(1));
  await turns();
  for (let atMs = 2; atMs <= 5; atMs += 1) sink.record(anEventAt(atMs));
  expect(sink.dropped).toBe(2);
  await finish();
  await finish();
  expect(batches.map((batch) => batch.map(({ atMs }) => atMs))).toEqual([[1], [2, 3]]);
});

test("a flush waits for what was recorded before it", async () => {
  const { deliver, finish } = slowConsumer();
  const sink = createBatchingSink(deliver);
  await sink.flush();
  sink.record(anEventAt(1));
  let isFlushed = false;
  const flushed = sink.flush().then(() => {
    isFlushed = true;
  });
  await turns();
  expect(isFlushed).toBe(false);
  await finish();
  await flushed;
  expect(isFlushed).toBe(true);
});

test("a bound that is no bound is refused", () => {
  const deliver = async (): Promise<void> => {};
  expect(() => createBatchingSink(deliver, { queueMax: 0 })).toThrow(/queueMax is 0.*at least 1/);
  expect(() => createBatchingSink(deliver, { batchMax: 1.5 })).toThrow(/batchMax is 1.5/);
});

test("a consumer that never ends, or always fails, changes no ask, and the router counts the loss", async () => {
  const ask = async (
    deliver: (batch: readonly SwitchyardEvent[]) => Promise<void>,
  ): Promise<unknown> => {
    const clock = createManualClock();
    const events: SwitchyardEvent[] = [];
    const router = createRouter({
      policy: SAMPLE,
      providers: createScriptedModels(clock),
      clock,
      newAskId: () => "ask",
      sinks: [
        createBatchingSink(deliver, { queueMax: 3 }),
        { record: (event) => events.push(event) },
      ],
    });
    const answer = await clock.finish(router.ask(REQUEST));
    return { answer, latencyMs: eventsOf(events, "ask-answered")[0]?.latencyMs, router };
  };
  const well = await ask(async () => {});
  const stuck = await ask(() => new Promise(() => {}));
  const failing = await ask(() => Promise.reject(new Error("gone")));
  // Of nine events, the first turn's three are under way and three wait.
  expect(stuck).toMatchObject({ router: { dropped: 3 } });
  expect(well).toMatchObject({ router: { dropped: 0 }, latencyMs: 100 });
  for (const other of [stuck, failing]) {
    expect(other).toMatchObject({ latencyMs: 100, answer: { text: "an answer" } });
  }
  expect(failing).toMatchObject({ router: { dropped: 9 } });
});
