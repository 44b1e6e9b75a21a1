import type { SwitchyardEvent } from "@switchyard/contract";
import { createCallbackSink } from "@switchyard/sdk";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";
import { sinkConformance, type SinkInHand } from "./sink-conformance.ts";

const WHOLE = "takes every kind of event, leaves it as it was, and returns nothing to wait for";
const IN_ORDER = "delivers each event once, whole and in order, by the time a flush ends";
const BURST = "what a burst loses is counted as dropped, and the rest is in order";
const FAILURE = "a failure behind it reaches neither record nor flush, and is counted as dropped";

const broken = (open: () => SinkInHand): Promise<readonly string[]> =>
  brokenBy(sinkConformance({ open }));

test("a sink that hands on everything and counts what fails is right", async () => {
  const open = (): SinkInHand => {
    const delivered: SwitchyardEvent[] = [];
    let isFailing = false;
    const sink = createCallbackSink((event) => {
      if (isFailing) throw new Error("full");
      delivered.push(event);
    });
    return { sink, delivered: () => delivered, fail: () => void (isFailing = true) };
  };
  expect(await broken(open)).toEqual([]);
});

test("a sink that throws at a kind of event is caught", async () => {
  const record = ({ type }: SwitchyardEvent): void => {
    if (!type.startsWith("ask-")) throw new Error(`unknown ${type}`);
  };
  expect(await broken(() => ({ sink: { record } }))).toContain(WHOLE);
});

test("a sink that has its caller wait is caught", async () => {
  expect(await broken(() => ({ sink: { record: async () => {} } }))).toContain(WHOLE);
});

test("a sink that writes into events is caught", async () => {
  const record = (event: SwitchyardEvent): void => void Object.assign(event, { isTaken: true });
  expect(await broken(() => ({ sink: { record } }))).toContain(WHOLE);
});

test("a sink that loses its last event and does not count it is caught", async () => {
  const open = (): SinkInHand => {
    const taken: SwitchyardEvent[] = [];
    const sink = { record: (event: SwitchyardEvent) => void taken.push(event) };
    return { sink, delivered: () => taken.slice(0, -1), fail: () => {} };
  };
  expect(await broken(open)).toEqual([IN_ORDER, BURST, FAILURE]);
});
