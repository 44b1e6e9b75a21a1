import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createCallbackSink } from "./create-callback-sink.ts";

const event: SwitchyardEvent = {
  type: "fault-ended",
  atMs: 1,
  bundle: "0123456789ab",
  fault: "outage",
};

test("hands on every event, in order", () => {
  const taken: SwitchyardEvent[] = [];
  const sink = createCallbackSink((one) => {
    taken.push(one);
  });
  sink.record(event);
  sink.record({ ...event, atMs: 2 });
  expect(taken.map(({ atMs }) => atMs)).toEqual([1, 2]);
  expect(sink.dropped).toBe(0);
});

test("what the callback throws or rejects with goes no further, and is counted", async () => {
  const throwing = createCallbackSink(() => {
    throw new Error("full");
  });
  throwing.record(event);
  expect(throwing.dropped).toBe(1);

  const rejecting = createCallbackSink(() => Promise.reject(new Error("gone")));
  rejecting.record(event);
  await Promise.resolve();
  await Promise.resolve();
  expect(rejecting.dropped).toBe(1);
});
