import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createManualClock } from "../../test/manual-clock.ts";
import { createEventEmitter } from "./event-emitter.ts";

const hash = "0123456789abcdef".repeat(4);

test("stamps each event with the wall clock to the microsecond and the bundle's short hash", () => {
  const clock = { ...createManualClock(), epochMs: () => 1_000.123_456_7 };
  const events: SwitchyardEvent[] = [];
  const emitter = createEventEmitter([{ record: (event) => events.push(event) }], clock, hash);
  emitter.emit({ type: "budget-released", askId: "a", attemptId: "a/1" });
  expect(events).toEqual([
    {
      type: "budget-released",
      askId: "a",
      attemptId: "a/1",
      atMs: 1_000.123,
      bundle: "0123456789ab",
    },
  ]);
});

test("a sink that throws loses its event; the others have it", () => {
  const events: SwitchyardEvent[] = [];
  const broken = {
    record: () => {
      throw new Error("full");
    },
  };
  const sinks = [broken, { record: (event: SwitchyardEvent) => events.push(event) }];
  const emitter = createEventEmitter(sinks, createManualClock(), hash);
  emitter.emit({ type: "budget-released", askId: "a", attemptId: "a/1" });
  expect(events).toHaveLength(1);
  expect(emitter.dropped).toBe(1);
});

test("what sinks say they dropped is in the count, whoever dropped it", () => {
  const sinks = [
    { record: () => {}, dropped: 2 },
    { record: () => {}, dropped: 3 },
  ];
  expect(createEventEmitter(sinks, createManualClock(), hash).dropped).toBe(5);
});
