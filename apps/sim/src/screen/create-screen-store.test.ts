import { createCostFold, foldEvents } from "@switchyard/journal";
import { expect, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { reduceView } from "../view/reduce-view.ts";
import { createViewModel } from "../view/view-model.ts";
import { createScreenStore, type ScreenStore } from "./create-screen-store.ts";

function aStore(): { readonly store: ScreenStore; readonly judged: () => number; nowMs: number } {
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
  const store = createScreenStore({
    model,
    pace: () => pace,
    checks: () => {
      judged += 1;
      return [];
    },
    costs: () => foldEvents(createCostFold(), []),
    nowMs: () => time.nowMs,
  });
  return Object.assign(time, { store, judged: () => judged });
}

test("events are drawn only when sampled, and a sample without news draws nothing", () => {
  const { store } = aStore();
  let drawn = 0;
  store.subscribe(() => {
    drawn += 1;
  });
  const before = store.snapshot();
  store.update(outageEvents().slice(0, 500).reduce(reduceView, before.model));
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
    run.store.update(reduceView(run.store.snapshot().model, event));
    run.store.sample();
  }
  expect(run.judged() - atStart).toBe(1);
});

test("the verdict closes the help and stays", () => {
  const { store } = aStore();
  store.toggleHelp();
  expect(store.snapshot().isHelpOpen).toBe(true);
  store.showVerdict({ isGood: true, text: "PASS" });
  expect(store.snapshot()).toMatchObject({ isHelpOpen: false, verdict: { text: "PASS" } });
});

test("costs are read while their page is open, twice a second, and once more with the verdict", () => {
  const aside = aStore();
  const { store } = aside;
  expect(store.snapshot().costs).toBeUndefined();
  store.toggleCosts();
  const first = store.snapshot().costs;
  expect(first?.total.tasks).toBe(0);
  store.update({ ...store.snapshot().model });
  store.sample();
  expect(store.snapshot().costs).toBe(first);
  aside.nowMs += 500;
  store.update({ ...store.snapshot().model });
  store.sample();
  const second = store.snapshot().costs;
  expect(second).not.toBe(first);
  store.showVerdict({ isGood: true, text: "PASS" });
  expect(store.snapshot().costs).not.toBe(second);
  store.toggleCosts();
  expect(store.snapshot().costs).toBeUndefined();
});
