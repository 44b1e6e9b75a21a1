import type { RungChangedEvent, SwitchyardEvent } from "@switchyard/contract";
import { createBundle, loadPolicy, type LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario, type RehearsalOutcome } from "@switchyard/simulator";
import { createComplianceChecker } from "@switchyard/testkit";
import { beforeAll, describe, expect, test } from "vitest";

/** As the shipped policy says. */
const LEAVE_AFTER_MS = 60_000;
const MINUTE_MS = 60_000;

/** The shipped policy with floors that give each rung of two routes a model of its own. */
function steppedBundle(): LoadedBundle {
  const { policy, catalog } = openBundle();
  const candidates = [
    "anthropic/claude-opus-5-5",
    "anthropic/claude-sonnet-5",
    "openai/gpt-6-sol@low",
  ];
  const floors = new Map([
    ["planning", 0.92],
    ["regulated", 0.94],
  ]);
  const routes = policy.document.routes.map((route) => {
    const qualityFloor = floors.get(route.id);
    if (qualityFloor === undefined) return route;
    const gates = ["non-empty" as const, "not-truncated" as const];
    return { ...route, candidates, gates, limits: { ...route.limits, qualityFloor } };
  });
  return createBundle(loadPolicy({ ...policy.document, routes }), catalog);
}

describe("a ladder under faults that take one rung after another", () => {
  const events: SwitchyardEvent[] = [];
  let outcome: RehearsalOutcome;
  let violations = 0;

  beforeAll(async () => {
    const bundle = steppedBundle();
    const checker = createComplianceChecker({
      policy: bundle.policy.document,
      catalog: bundle.catalog.document,
    });
    const keep = { record: (event: SwitchyardEvent) => events.push(event) };
    const scenario = shippedScenario("ladder");
    outcome = await rehearse({ scenario, bundle, sinks: [keep, checker] });
    violations = checker.violations().length;
  });

  const sinceStartMs = ({ atMs }: SwitchyardEvent): number => atMs - (events[0]?.atMs ?? 0);

  /** The rungs that answered a route between two minutes, the one with most answers first. */
  const rungsBetween = (id: string, from: number, to: number): readonly string[] => {
    const counts = new Map<string, number>();
    for (const event of events) {
      if (event.type !== "ask-answered" || event.route !== id) continue;
      const minute = sinceStartMs(event) / MINUTE_MS;
      if (minute >= from && minute < to) counts.set(event.rung, (counts.get(event.rung) ?? 0) + 1);
    }
    return [...counts].toSorted(([, one], [, other]) => other - one).map(([rung]) => rung);
  };
  const mainRung = (...span: Parameters<typeof rungsBetween>): string | undefined =>
    rungsBetween(...span)[0];
  const changesOf = (id: string): readonly RungChangedEvent[] =>
    events.filter(
      (event): event is RungChangedEvent => event.type === "rung-changed" && event.route === id,
    );

  test("holds every expectation of the scenario, and calls nothing that the envelope forbids", () => {
    expect(outcome.notices).toEqual([]);
    expect(outcome.checks.map(({ check, status }) => `${check.metric} ${status}`)).toEqual(
      outcome.checks.map(({ check }) => `${check.metric} passed`),
    );
    expect(violations).toBe(0);
  });

  test("planning goes from full to constrained, to summaries, to the static text, and back", () => {
    expect(mainRung("planning", 0, 1)).toBe("full");
    expect(mainRung("planning", 1.5, 3)).toBe("constrained");
    expect(mainRung("planning", 3.5, 5)).toBe("summary");
    expect(mainRung("planning", 5.5, 9)).toBe("static");
    expect(rungsBetween("planning", 10.5, 12)).toEqual(["full"]);
  });

  test("a high-risk route has no summaries: it goes from constrained to the static text", () => {
    expect(mainRung("regulated", 1.5, 3)).toBe("constrained");
    expect(mainRung("regulated", 3.5, 9)).toBe("static");
    expect(mainRung("regulated", 10.5, 12)).toBe("full");
    const entered = events.flatMap((event) =>
      event.type === "route-decided" && event.route === "regulated" ? event.rung : [],
    );
    expect(new Set(entered)).toEqual(new Set(["full", "constrained"]));
  });

  test("each step down and up is told with its cause", () => {
    const firstOf = (to: RungChangedEvent["to"], afterMs: number): readonly string[] => {
      const seen = new Map<string, string>();
      for (const event of changesOf("planning")) {
        if (event.to !== to || sinceStartMs(event) < afterMs || seen.has(event.rung)) continue;
        seen.set(event.rung, `${event.rung}: ${event.cause.replace(/#\w+/, "")}`);
      }
      return [...seen.values()];
    };
    const cause = "3 asks in a row failed on it, the last:";
    expect(firstOf("closed", 0)).toEqual([
      `full: ${cause} network at anthropic/claude-opus-5-5`,
      `constrained: ${cause} refusal at anthropic/claude-sonnet-5`,
      `summary: ${cause} empty-output at openai/gpt-6-sol@low`,
    ]);
    const wellAtMs = 9 * MINUTE_MS;
    expect(firstOf("trial", wellAtMs).toSorted()).toEqual([
      "constrained: it was closed for its time",
      "full: it was closed for its time",
      "summary: it was closed for its time",
    ]);
    // With the best rung open, nobody is left to try the others.
    expect(firstOf("open", wellAtMs)).toEqual(["full: an ask was answered on trial"]);
    expect(
      changesOf("planning").filter((e) => e.to === "closed" && sinceStartMs(e) > wellAtMs),
    ).toEqual([]);
  });

  test("when every rung is closed, the static answer costs no call and says so", () => {
    const statics = events.flatMap((event) => {
      if (event.type !== "ask-answered" || event.route !== "planning") return [];
      return event.rung === "static" ? event : [];
    });
    const closed = statics.filter(({ why }) => why === "rungs-closed");
    expect(closed.length / statics.length).toBeGreaterThan(0.8);
    expect(closed.filter(({ attempts, costMicroUsd }) => attempts + costMicroUsd > 0)).toEqual([]);
  });

  test("no rung flaps: each closes at most once in the time that it stays closed", () => {
    const closedMs = 12 * MINUTE_MS;
    for (const route of ["planning", "regulated"]) {
      for (const rung of ["full", "constrained", "summary"]) {
        const changes = changesOf(route).filter((event) => event.rung === rung);
        const closings = changes.filter(({ to }) => to === "closed");
        expect(closings.length).toBeLessThanOrEqual(Math.ceil(closedMs / LEAVE_AFTER_MS));
        const restsMs = changes.flatMap((event, index) =>
          event.to === "trial" ? event.atMs - (changes[index - 1]?.atMs ?? event.atMs) : [],
        );
        expect(Math.min(LEAVE_AFTER_MS, ...restsMs)).toBe(LEAVE_AFTER_MS);
      }
    }
  });
});
