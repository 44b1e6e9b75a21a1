import type { SwitchyardEvent } from "@switchyard/contract";
import { createCostFold, foldEvents } from "@switchyard/journal";
import { createBundle, loadPolicy, type LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario, type RehearsalOutcome } from "@switchyard/simulator";
import { beforeAll, describe, expect, test } from "vitest";

const HOUR_MS = 3_600_000;
/** The spike ends at 12:00; an hour later its money has left the hour's window. */
const GIVEN_BACK_HOUR = 13.1;

/** As the shipped policy writes it. */
const GIVING_ORDER = ["quick", "planning", "extraction"];

/** The shipped policy with an hour's cap that the day's traffic keeps well below, but no spike. */
function hourlyBundle(): LoadedBundle {
  const { policy, catalog } = openBundle();
  const { spend, budgets: _, routes, ...document } = policy.document;
  const hour = {
    id: "hour",
    scope: "all",
    window: "rolling-1h",
    cap: "$3",
    alerts: ["50%", "80%", "95%"],
    onLedgerDown: "fail-closed",
  } as const;
  const burnAlerts = [{ window: "5m", longWindow: "30m", rate: 1.2 }];
  return createBundle(
    loadPolicy({
      ...document,
      routes: routes.map(({ quota: __, ...route }) => route),
      budgets: [hour],
      ...(spend !== undefined && { spend: { ...spend, burnAlerts } }),
    }),
    catalog,
  );
}

describe("a day with a spike of two hours", () => {
  const events: SwitchyardEvent[] = [];
  const bundle = hourlyBundle();
  let outcome: RehearsalOutcome;
  beforeAll(async () => {
    const sinks = [{ record: (event: SwitchyardEvent) => events.push(event) }];
    outcome = await rehearse({
      scenario: shippedScenario("spend-spike"),
      bundle,
      sinks,
      fidelity: "model",
    });
  });
  const hourOf = ({ atMs }: SwitchyardEvent): number => (atMs - (events[0]?.atMs ?? 0)) / HOUR_MS;

  test("every expectation holds, the cap first of all", () => {
    expect(outcome.checks.filter(({ status }) => status !== "passed")).toEqual([]);
  });

  test("the route that gives nothing is served by models, inside its SLA", () => {
    const { requests, byModelInsideSla } = outcome.summary.byRoute["regulated"] ?? {
      requests: 1,
      byModelInsideSla: 0,
    };
    expect(byModelInsideSla / requests).toBeGreaterThan(0.965);
  });

  test("its answers come from models at its floor, and are in the spike as good as before", () => {
    const floor = events.find((event) => event.type === "policy-loaded")?.qualityFloors?.[
      "regulated"
    ];
    expect(floor).toBe(0.9);
    const measured = bundle.bundle.catalog.quality["regulated-answer"] ?? {};
    const scores = events.flatMap((event) =>
      event.type === "attempt-started" && event.route === "regulated"
        ? [measured[event.model] ?? 0]
        : [],
    );
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(floor ?? 1);
    const served = qualityOf(events, "regulated");
    const before = served.filter(({ event }) => hourOf(event) < 10);
    const during = served.filter(({ event }) => hourOf(event) >= 10 && hourOf(event) < 12);
    expect(during.length).toBeGreaterThan(100);
    const mean = (answers: typeof served): number => meanOf(answers.map(({ quality }) => quality));
    expect(mean(during)).toBeGreaterThan(mean(before) - 0.03);
  });

  test("what the policy's measures saved stands beside the quality and the floor of their route", () => {
    const { savings } = foldEvents(createCostFold(), events);
    const controls = new Set(savings.map(({ control }) => control));
    expect([...controls]).toEqual(expect.arrayContaining(["tier-down", "throttle"]));
    const measures = savings.filter(
      ({ control }) => control === "throttle" || control === "tier-down",
    );
    const throttled = savings.filter(({ control }) => control === "throttle");
    expect(throttled.map(({ route }) => route)).not.toContain("regulated");
    for (const { savedMicroUsd } of measures) expect(savedMicroUsd).toBeGreaterThan(0);
    for (const { qualityFloor } of savings) expect(qualityFloor).toBeGreaterThan(0.5);
  });

  test("routes give in the policy's order, and are given back in the reverse of it", () => {
    const throttled = new Set<string>();
    const seen = new Set<string>();
    for (const event of events) {
      if (event.type !== "throttle-changed") continue;
      if (event.to === "throttled") throttled.add(event.route);
      else throttled.delete(event.route);
      const given = GIVING_ORDER.filter((route) => throttled.has(route));
      expect(given).toEqual(GIVING_ORDER.slice(0, throttled.size));
      seen.add(given.join(" "));
    }
    expect([...seen].toSorted()).toEqual([
      "",
      "quick",
      "quick planning",
      "quick planning extraction",
    ]);
  });

  test("alerts are told in order, once, and while the spike lasts", () => {
    const alerts = events.filter(({ type }) => type === "budget-alert" || type === "burn-alert");
    const words = alerts.map((event) => (event.type === "budget-alert" ? event.share : event.type));
    expect(words.filter((word) => typeof word === "number")).toEqual([0.5, 0.8, 0.95]);
    expect(words).toContain("burn-alert");
    expect(Math.min(...alerts.map(hourOf))).toBeGreaterThan(10);
    expect(hourOf(alerts.at(-1) ?? alerts[0] ?? NEVER)).toBeLessThan(GIVEN_BACK_HOUR);
  });

  test("after the spike everything is given back, within the hour that the window takes", () => {
    const late = events.filter((event) => hourOf(event) > GIVEN_BACK_HOUR);
    const whys = new Set(late.flatMap((event) => (event.type === "ask-answered" ? event.why : [])));
    expect(whys).not.toContain("throttled");
    expect(whys).not.toContain("spend");
    expect(whys).toContain("first-choice");
  });
});

const NEVER: SwitchyardEvent = {
  type: "rehearsal-ended",
  atMs: Number.POSITIVE_INFINITY,
  bundle: "",
  requests: 0,
  interrupted: false,
};

interface ServedAnswer {
  readonly event: SwitchyardEvent;
  /** As the simulated provider knows it. */
  readonly quality: number;
}

/** The answers of a route that were given. */
function qualityOf(events: readonly SwitchyardEvent[], route: string): readonly ServedAnswer[] {
  const qualities = new Map<string, number>();
  const routes = new Map<string, string>();
  return events.flatMap((event): readonly ServedAnswer[] => {
    if (event.type === "wire-served") qualities.set(event.attemptId, event.quality ?? 0);
    if (event.type === "attempt-started") routes.set(event.attemptId, event.route);
    if (event.type !== "attempt-ended" || event.outcome !== "ok") return [];
    if (routes.get(event.attemptId) !== route) return [];
    return [{ event, quality: qualities.get(event.attemptId) ?? 0 }];
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
