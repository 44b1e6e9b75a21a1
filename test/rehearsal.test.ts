import type { EventSink, SwitchyardEvent } from "@switchyard/contract";
import { createEventHash } from "@switchyard/journal";
import { loadPolicy, createBundle, type LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import {
  rehearse,
  shippedScenario,
  type RehearsalOptions,
  type RehearsalOutcome,
} from "@switchyard/simulator";
import { breachesOf, createComplianceChecker, traceOf } from "@switchyard/testkit";
import { beforeAll, describe, expect, test } from "vitest";

interface Run {
  readonly outcome: RehearsalOutcome;
  readonly events: readonly SwitchyardEvent[];
  readonly sha256: string;
  readonly violations: number;
}

async function run(
  bundle: LoadedBundle,
  options: Pick<Partial<RehearsalOptions>, "scenario" | "seed" | "requests" | "fidelity"> = {},
) {
  const events: SwitchyardEvent[] = [];
  const hash = createEventHash();
  const checker = createComplianceChecker({
    policy: bundle.policy.document,
    catalog: bundle.catalog.document,
  });
  const keep: EventSink = { record: (event) => events.push(event) };
  const sinks = [keep, hash, checker];
  const outcome = await rehearse({
    scenario: shippedScenario("default"),
    bundle,
    sinks,
    ...options,
  });
  return { outcome, events, sha256: hash.digest(), violations: checker.violations().length };
}

/** The shipped policy with one candidate a route: nothing to fall back to. */
function withoutFallbacks(): LoadedBundle {
  const { policy, catalog } = openBundle();
  const routes = policy.document.routes.map((route) => ({
    ...route,
    candidates: route.candidates.slice(0, 1),
  }));
  return createBundle(loadPolicy({ ...policy.document, routes }), catalog);
}

/** Checks of an outcome that did not hold, as `metric scope`. */
function failedOf({ checks }: RehearsalOutcome): readonly string[] {
  return checks.filter(({ status }) => status === "failed").map(({ check }) => check.metric);
}

describe("the default incident on the shipped policy", () => {
  let shipped: Run;

  beforeAll(async () => {
    shipped = await run(openBundle());
  });

  test("holds every expectation", () => {
    expect(failedOf(shipped.outcome)).toEqual([]);
  });

  test("calls no model that risk class or residency forbids", () => {
    expect(shipped.violations).toBe(0);
  });

  test("breaks no invariant", () => {
    expect(breachesOf(traceOf([openBundle()], shipped.events))).toEqual([]);
  });

  test("counts every ask once", () => {
    const { answered, degraded, refused, failed, requests } = shipped.outcome.summary;
    expect(answered + degraded + refused + failed).toBe(requests);
    expect(requests).toBe(shipped.outcome.requests);
  });

  test("spends what its settlements say, and never more than the cap", () => {
    const settled = shipped.events.reduce(
      (sum, event) => sum + (event.type === "budget-settled" ? event.amountMicroUsd : 0),
      0,
    );
    expect(shipped.outcome.summary.spendMicroUsd).toBe(settled);
    const opening = shipped.events.find(({ type }) => type === "rehearsal-started");
    const openingMicroUsd =
      opening?.type === "rehearsal-started" ? (opening.openingMicroUsd["day"] ?? 0) : 0;
    expect(openingMicroUsd).toBeGreaterThan(0);
    expect(openingMicroUsd + settled).toBeLessThanOrEqual(500_000_000);
  });

  test("has no key and no prompt in its events", () => {
    const text = JSON.stringify(shipped.events.slice(0, 5000));
    expect(text).not.toMatch(/sim-key|api.?key|authorization/i);
  });
});

/** What was told of the day's budget, in order, with the rest of each event left out. */
function spendWords(events: readonly SwitchyardEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "spend-level-changed" && event.budget === "day")
      return `level ${event.from} to ${event.to}`;
    if (event.type === "throttle-changed") return `${event.route} ${event.to}`;
    return [];
  });
}

describe("when the money runs out", () => {
  const short = { scenario: shippedScenario("money-runs-out"), fidelity: "model" } as const;

  test("the shipped policy saves in its order, and keeps its first route served", async () => {
    const { outcome, events } = await run(openBundle(), { ...short, requests: 2_000 });
    expect(failedOf(outcome)).toEqual([]);
    expect(spendWords(events)).toEqual([
      "level 0 to 3",
      "quick throttled",
      "planning throttled",
      "extraction throttled",
    ]);
    const { regulated, quick } = outcome.summary.byRoute;
    expect(regulated?.byModelInsideSla).toBe(regulated?.requests);
    // Its least share is 20%, and the throttle works by chance.
    const share = (quick?.byModel ?? 0) / (quick?.requests ?? 1);
    expect(Math.abs(share - 0.2)).toBeLessThan(0.05);
  });

  test("a policy without spend levels answers as always until calls are denied", async () => {
    const { policy, catalog } = openBundle();
    const { spend: _, ...document } = policy.document;
    const unguarded = createBundle(loadPolicy(document), catalog);
    const { outcome, events } = await run(unguarded, short);
    expect(failedOf(outcome)).toEqual([]);
    expect(spendWords(events)).toEqual([]);
    expect(events.some(({ type }) => type === "budget-denied")).toBe(true);
  });
});

test("equal seeds give equal bytes, another seed gives others", async () => {
  const bundle = openBundle();
  const [first, second, other] = [
    await run(bundle, { requests: 400 }),
    await run(bundle, { requests: 400 }),
    await run(bundle, { requests: 400, seed: "8" }),
  ];
  expect(second.sha256).toBe(first.sha256);
  expect(other.sha256).not.toBe(first.sha256);
});

test("without fallbacks the same incident fails: the expectations can fail", async () => {
  expect(failedOf((await run(withoutFallbacks(), { fidelity: "model" })).outcome)).toContain(
    "availability",
  );
});

test("a policy whose model is approved too low is caught by the checker, not by the router", async () => {
  // The router is told that every model may answer every risk; the checker reads the truth.
  const honest = openBundle();
  const models = Object.fromEntries(
    Object.entries(honest.catalog.document.models).map(([id, model]) => [
      id,
      { ...model, approvedRisk: "low" },
    ]),
  );
  const catalog = { ...honest.catalog, document: { ...honest.catalog.document, models } };
  expect((await run({ ...honest, catalog }, { requests: 200 })).violations).toBeGreaterThan(0);
});
