import type { SwitchyardEvent } from "@switchyard/contract";
import { createBundle, loadPolicy, type LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario, type RehearsalOutcome } from "@switchyard/simulator";
import { beforeAll, describe, expect, test } from "vitest";

const HOUR_MS = 3_600_000;
/** The spike ends at 12:00; an hour later its money has left the hour's window. */
const GIVEN_BACK_HOUR = 13.1;

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
  let outcome: RehearsalOutcome;
  beforeAll(async () => {
    const sinks = [{ record: (event: SwitchyardEvent) => events.push(event) }];
    outcome = await rehearse({
      scenario: shippedScenario("spend-spike"),
      bundle: hourlyBundle(),
      sinks,
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
    expect(byModelInsideSla / requests).toBeGreaterThan(0.95);
  });

  test("routes give in the policy's order", () => {
    const given = events.flatMap((event) =>
      event.type === "throttle-changed" && event.to === "throttled" ? event.route : [],
    );
    expect([...new Set(given)]).toEqual(["quick", "planning", "extraction"]);
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
