import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";
import { reduceView } from "./reduce-view.ts";
import { chartMs, createViewModel, RUN_CELLS, type ViewModel } from "./view-model.ts";

/** The outage as a router in production would have told it: no scenario, no faults. */
const PRODUCTION = outageEvents().filter(
  ({ type }) =>
    !["rehearsal-started", "rehearsal-ended", "fault-started", "fault-ended"].includes(type),
);

const NOTHING_KNOWN: ViewModel = createViewModel({
  scenario: "events.jsonl",
  seed: "",
  requests: 0,
  durationMs: 0,
  faults: [],
});

test("without a policy at hand, routes, providers and the policy's name are learnt from events", () => {
  const model = PRODUCTION.reduce(reduceView, NOTHING_KNOWN);
  expect(Object.keys(model.routes).toSorted()).toEqual([
    "extraction",
    "planning",
    "quick",
    "regulated",
  ]);
  expect(Object.keys(model.providers).toSorted()).toEqual(["anthropic", "google", "openai"]);
  expect(model.providers["openai"]?.endpoints).toEqual(["openai/luna#us", "openai/sol#us"]);
  expect([model.policyName, model.policyVersion]).toEqual(["support-platform", 14]);
  expect(model.startedAtMs).toBe(PRODUCTION[0]?.atMs);
  expect(model.asks).toMatchObject({ received: 600, answered: 600 });
});

test("charts of a run without a planned end cover all of it, and no call is lost", () => {
  const model = PRODUCTION.reduce(reduceView, NOTHING_KNOWN);
  expect(chartMs(model)).toBeGreaterThanOrEqual(model.nowAtMs - model.startedAtMs);
  expect(chartMs(model)).toBeLessThan(4 * (model.nowAtMs - model.startedAtMs));
  const calls = Object.values(model.providers).flatMap(({ callsByCell }) => callsByCell);
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(
    PRODUCTION.filter(({ type }) => type === "attempt-started").length,
  );
  for (const { callsByCell } of Object.values(model.providers))
    expect(callsByCell.length).toBeLessThanOrEqual(RUN_CELLS);
});

test("a journal that names ever new routes and providers does not fill the screen's memory", () => {
  const many = PRODUCTION.slice(0, 2_000).map((event, index): SwitchyardEvent => {
    if (event.type === "attempt-started")
      return Object.assign({}, event, { provider: `p${index}` });
    return event.type === "ask-answered" ? Object.assign({}, event, { route: `r${index}` }) : event;
  });
  const model = many.reduce(reduceView, NOTHING_KNOWN);
  expect(Object.keys(model.providers)).toHaveLength(64);
  expect(Object.keys(model.routes)).toHaveLength(64);
});
