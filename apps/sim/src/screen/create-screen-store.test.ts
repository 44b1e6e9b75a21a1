import { expect, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { createViewModel } from "../view/view-model.ts";
import { createScreenStore, type ScreenStore } from "./create-screen-store.ts";
import { createTape, type Tape } from "./create-tape.ts";
import { AT_START, pageOf } from "./navigation.ts";
import { readCosts, screenStateOf, stepScreen, type ScreenState } from "./screen-state.ts";

function aStore(): {
  readonly store: ScreenStore;
  readonly tape: Tape<ScreenState>;
  readonly judged: () => number;
  nowMs: number;
} {
  let judged = 0;
  const model = createViewModel({
    bundle: SMALL_BUNDLE,
    scenario: "openai-outage",
    seed: "42",
    requests: 600,
    durationMs: 600_000,
    faults: [],
  });
  const pace = { isPaused: false, speed: 20 };
  const time = { nowMs: 0 };
  const tape = createTape({ initial: screenStateOf(model), step: stepScreen });
  const store = createScreenStore({
    tape,
    pace: () => pace,
    checks: () => {
      judged += 1;
      return [];
    },
    readCosts,
    explain: () => ({ leftOut: [] }),
    nowMs: () => time.nowMs,
  });
  return Object.assign(time, { store, tape, judged: () => judged });
}

test("events are drawn only when sampled, and a sample without news draws nothing", () => {
  const { store, tape } = aStore();
  let drawn = 0;
  store.subscribe(() => {
    drawn += 1;
  });
  const before = store.snapshot();
  for (const event of outageEvents().slice(0, 500)) tape.record(event);
  expect(store.snapshot()).toBe(before);
  store.sample();
  store.sample();
  expect(drawn).toBe(1);
  expect(store.snapshot().model.asks.received).toBeGreaterThan(10);
});

test("expectations are judged twice a second at most while the run lasts", () => {
  const run = aStore();
  const events = outageEvents();
  const atStart = run.judged();
  for (const [index, event] of events.slice(0, 100).entries()) {
    run.nowMs = index * 10;
    run.tape.record(event);
    run.store.sample();
  }
  expect(run.judged() - atStart).toBe(1);
});

test("what is behind the newest event says by how much", () => {
  const { store, tape } = aStore();
  const events = outageEvents();
  for (const event of events) tape.record(event);
  store.sample();
  expect(store.snapshot().behindMs).toBe(0);
  tape.rewind((events.at(-1)?.atMs ?? 0) - 60_000);
  store.sample();
  expect(store.snapshot().behindMs).toBe(60_000);
  expect(store.snapshot().model.state).toBe("running");
});

test("the verdict closes the help and stays", () => {
  const { store } = aStore();
  store.navigate("help");
  expect(pageOf(store.snapshot().nav)).toBe("help");
  store.showVerdict({ isGood: true, text: "PASS" });
  expect(store.snapshot()).toMatchObject({ nav: AT_START, verdict: { text: "PASS" } });
});

test("costs are read twice a second on their page, seldom elsewhere, and with the verdict", () => {
  const aside = aStore();
  const { store, tape } = aside;
  const events = outageEvents();
  let told = 0;
  const costsAfter = (ms: number): unknown => {
    aside.nowMs += ms;
    for (const event of events.slice(told, told + 20)) tape.record(event);
    told += 20;
    store.sample();
    return store.snapshot().costs;
  };
  const atStart = store.snapshot().costs;
  expect(costsAfter(9_000)).toBe(atStart);
  store.navigate("help");
  expect(store.snapshot().costs).toBe(atStart);
  expect(costsAfter(1_000)).not.toBe(atStart);
  store.navigate("costs");
  const opened = store.snapshot().costs;
  expect(costsAfter(400)).toBe(opened);
  const later = costsAfter(100);
  expect(later).not.toBe(opened);
  store.navigate("costs");
  store.showVerdict({ isGood: true, text: "PASS" });
  expect(store.snapshot().costs).not.toBe(later);
});

test("a fault that was begun by hand goes with the tape, back and on", () => {
  const { store, tape } = aStore();
  const faultsNow = (): readonly string[] => {
    store.sample();
    return store.snapshot().model.faults.map(({ id, state }) => `${id} ${state}`);
  };
  const events = outageEvents().slice(0, 100);
  const atMs = events.at(-1)?.atMs ?? 0;
  for (const event of events) tape.record(event);
  const facts = { kind: "net.refused", target: "google", durationMs: 60_000 };
  const base = { atMs: atMs + 1, bundle: "4be1c2d3a0ff" };
  tape.record({ ...base, type: "fault-started", fault: "outage-google", ...facts });
  expect(faultsNow()).toEqual(["outage-google active"]);
  tape.stepBack();
  expect(faultsNow()).toEqual([]);
  tape.advance();
  expect(faultsNow()).toEqual(["outage-google active"]);
});
