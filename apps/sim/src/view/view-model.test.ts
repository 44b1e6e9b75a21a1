import type { Bundle, SwitchyardEvent } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { at, OUTAGE_DURATION_MS, outageEvents } from "../fixtures/outage-events.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { readBudget } from "./budget-view.ts";
import { providerState } from "./provider-view.ts";
import { reduceView } from "./reduce-view.ts";
import { createViewModel, RUN_CELLS, type ViewModel } from "./view-model.ts";

const EVENTS = outageEvents();

const START = createViewModel({
  bundle: SMALL_BUNDLE,
  scenario: "openai-outage",
  seed: "1",
  requests: 1,
  durationMs: 1,
  faults: [
    { id: "openai-down", kind: "net.refused", target: "openai", fromMs: 180_000, toMs: 360_000 },
  ],
});

function viewAt(sinceStartMs: number, events: readonly SwitchyardEvent[] = EVENTS): ViewModel {
  return events.filter(({ atMs }) => atMs <= at(sinceStartMs)).reduce(reduceView, START);
}

function stateOf(model: ViewModel, provider: string): string | undefined {
  const view = model.providers[provider];
  return view && providerState(view, model.nowAtMs, model.startedAtMs);
}

describe("the view model", () => {
  test("takes the run's facts from its first events", () => {
    expect(viewAt(0)).toMatchObject({ scenario: "openai-outage", seed: "42", requests: 600 });
    expect(viewAt(0).state).toBe("running");
    expect(viewAt(OUTAGE_DURATION_MS).state).toBe("ended");
  });

  test("counts each ask once, by how it ended", () => {
    const answered = EVENTS.filter(({ type }) => type === "ask-answered").length;
    expect(viewAt(OUTAGE_DURATION_MS).asks).toEqual({
      received: 600,
      answered,
      degraded: 0,
      refused: 0,
      failed: 0,
    });
  });

  test("another policy that comes into force brings its name, its routes and its caps", () => {
    const { policy } = SMALL_BUNDLE;
    const [route, ...routes] = policy.routes;
    const [day, ...budgets] = policy.budgets;
    if (route === undefined || day === undefined) throw new Error("the bundle has both");
    const hash = "5d999e5b46255d999e5b4625";
    const other: Bundle = {
      ...SMALL_BUNDLE,
      hash,
      policy: {
        ...policy,
        routes: [{ ...route, id: "fresh" }, ...routes],
        budgets: [{ ...day, capMicroUsd: 2 * day.capMicroUsd }, ...budgets],
      },
    };
    const swapped: SwitchyardEvent = {
      type: "policy-swapped",
      atMs: at(200_001),
      bundle: hash.slice(0, 12),
      bundleHash: hash,
      previousHash: SMALL_BUNDLE.hash,
      name: "next",
      version: 15,
      source: "rehearsal",
      cause: "pushed by policy-next",
      absent: {},
    };
    const before = viewAt(200_000);
    const unknown = reduceView(before, swapped);
    const known = reduceView({ ...before, bundleOf: () => other }, swapped);
    for (const model of [unknown, known]) {
      expect(model).toMatchObject({ policyName: "next", policyVersion: 15, bundleHash: hash });
      expect(model.notables.at(-1)?.text).toBe(
        "next v15 5d999e5b4625 is in force: pushed by policy-next",
      );
    }
    expect(unknown.budgets).toBe(before.budgets);
    const spent = (model: ViewModel) => {
      const view = model.budgets[day.id];
      return view && readBudget(view, model.nowAtMs, model.startedAtMs);
    };
    expect(spent(known)?.spentMicroUsd).toBe(spent(before)?.spentMicroUsd);
    expect(spent(known)?.capMicroUsd).toBe(2 * day.capMicroUsd);
    expect(Object.keys(known.routes)).toEqual(expect.arrayContaining(["fresh", route.id]));
    expect(known.routes[route.id]).toBe(before.routes[route.id]);
  });

  test("a policy that is refused is told with its first mistake, and changes nothing", () => {
    const before = viewAt(200_000);
    const after = reduceView(before, {
      type: "policy-refused",
      atMs: at(200_001),
      bundle: before.bundleHash.slice(0, 12),
      bundleHash: before.bundleHash,
      source: "rehearsal",
      cause: "pushed by policy-bad",
      findings: ["bad.yaml:3:1 no"],
      findingsCount: 1,
    });
    expect(after.bundleHash).toBe(before.bundleHash);
    expect(after.notables.at(-1)).toMatchObject({
      severity: "fail",
      text: expect.stringMatching(/^refused, .* stays: pushed by policy-bad: bad\.yaml:3:1 no$/),
    });
  });

  test("nothing is left in flight at the end", () => {
    const { openAsks, openHolds, budgets, providers } = viewAt(OUTAGE_DURATION_MS);
    expect(openAsks.reduce((sum, shard) => sum + shard.length, 0)).toBe(0);
    expect(openHolds.reduce((sum, shard) => sum + shard.length, 0)).toBe(0);
    expect(budgets["day"]?.reservedMicroUsd).toBe(0);
    expect(providers["openai"]?.callsInFlight).toBe(0);
  });

  test("a budget is its opening plus everything settled", () => {
    const model = viewAt(OUTAGE_DURATION_MS);
    const settled = EVENTS.reduce(
      (sum, event) => sum + (event.type === "budget-settled" ? event.amountMicroUsd : 0),
      0,
    );
    const { day } = model.budgets;
    const reading = day && readBudget(day, model.nowAtMs, model.startedAtMs);
    expect(reading?.spentMicroUsd).toBe(380_000_000 + settled);
    // Fifty thousand micro-dollars a second, measured over a minute.
    expect(reading?.burnMicroUsdPerMinute).toBeCloseTo(3_000_000, -6);
  });

  test("a provider fails, opens, is probed and comes back", () => {
    const states = [170_000, 188_000, 200_000, 366_000, 368_000, 500_000].map((ms) =>
      stateOf(viewAt(ms), "openai"),
    );
    expect(states).toEqual(["ok", "degraded", "partly-open", "half-open", "degraded", "ok"]);
  });

  test("a fault is planned, active and over, and the plan gives way to what happened", () => {
    const stateAt = (ms: number): unknown => viewAt(ms).faults.map(({ state }) => state);
    expect([0, 200_000, 400_000].map(stateAt)).toEqual([["planned"], ["active"], ["over"]]);
  });

  test("the chart's cells add up to the calls made", () => {
    const { providers } = viewAt(OUTAGE_DURATION_MS);
    const calls = Object.values(providers).flatMap(({ callsByCell }) => callsByCell);
    const started = EVENTS.filter(({ type }) => type === "attempt-started").length;
    expect(calls.reduce((sum, count) => sum + count, 0)).toBe(started);
    expect(calls.length).toBeLessThanOrEqual(RUN_CELLS * Object.keys(providers).length);
  });

  test("a fallback names what it is blamed on, and repeats are counted, not listed", () => {
    const fallbacks = viewAt(350_000).notables.filter(({ word }) => word === "fallback");
    expect(fallbacks.map(({ text }) => text)).toEqual([
      "quick: openai network → google",
      "planning: openai network → anthropic",
      "extraction: openai network → anthropic",
    ]);
    expect(fallbacks.every(({ count }) => count > 40)).toBe(true);
  });

  test("a rung that closes is a failure with its cause, and one on trial is recovering", () => {
    const rung = { type: "rung-changed", bundle: "x", route: "quick", rung: "full" } as const;
    const cause = "3 asks in a row failed on it";
    const model = [
      { ...rung, atMs: at(1_000), to: "closed", cause } as const,
      {
        ...rung,
        atMs: at(61_000),
        to: "trial",
        cause: "it was closed for its time",
      } as const,
    ].reduce(reduceView, START);
    expect(model.notables).toMatchObject([
      { severity: "fail", word: "rung", text: `quick: full closes: ${cause}` },
      {
        severity: "recovering",
        word: "rung",
        text: "quick: full goes on trial: it was closed for its time",
      },
    ]);
  });

  test("an alert that was passed before the run is no news; the next one is", () => {
    expect(viewAt(1_000).notables).toEqual([]);
    const alerts = viewAt(OUTAGE_DURATION_MS).notables.filter(({ word }) => word === "budget");
    expect(alerts.map(({ text }) => text)).toEqual(["budget day passed 80.0% of its cap"]);
  });

  test("a new day starts its budget from nothing", () => {
    const tomorrow = 24 * 3_600_000;
    const late = EVENTS.map((event) => ({ ...event, atMs: event.atMs + tomorrow }));
    const model = [...EVENTS, ...late.slice(2)].reduce(reduceView, START);
    const { day } = model.budgets;
    const spent = day && readBudget(day, model.nowAtMs, model.startedAtMs).spentMicroUsd;
    expect(spent).toBe(600 * 50_000);
  });

  test("an event of an unknown route, provider or budget changes no number", () => {
    const before = viewAt(1_000);
    const after = reduceView(before, {
      type: "budget-denied",
      atMs: before.nowAtMs,
      bundle: "x",
      askId: "a",
      attemptId: "b",
      endpoint: "c/d#e",
      budget: "nobody",
      neededMicroUsd: 1,
      leftMicroUsd: 0,
    });
    expect({ ...after, notables: [] }).toEqual({ ...before, notables: [] });
  });
});
