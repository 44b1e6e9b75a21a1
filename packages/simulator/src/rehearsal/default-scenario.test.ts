import type { Route } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import { expect, test } from "vitest";
import type { Scenario } from "../scenario/scenario.ts";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { rehearse, type RehearsalOptions } from "./rehearse.ts";
import type { RehearsalOutcome } from "./rehearsal-outcome.ts";

const scenario = shippedScenario("default");
/** The outage is over by then. */
const nineMinutes: Scenario = {
  ...scenario,
  workload: { ...scenario.workload, durationMs: 540_000 },
};

function withRoutes(loaded: LoadedBundle, change: (route: Route) => Route): LoadedBundle {
  const { policy } = loaded.bundle;
  const changed = { ...policy, routes: policy.routes.map(change) };
  return { ...loaded, bundle: { ...loaded.bundle, policy: changed } };
}

/** Without a wire, which `test/rehearsal.test.ts` puts the same scenario on. */
function played(options: Pick<RehearsalOptions, "scenario" | "bundle">): Promise<RehearsalOutcome> {
  return rehearse({ ...options, fidelity: "model" });
}

function failuresOf({ checks }: RehearsalOutcome): readonly string[] {
  return checks.flatMap(({ status, check }) =>
    status === "failed" ? `${check.metric} ${check.written.fault ?? check.scope.kind}` : [],
  );
}

function advisedPlaces({ checks }: RehearsalOutcome): readonly string[] {
  return checks.flatMap(({ advice }) => advice.map(({ pointer }) => pointer)).toSorted();
}

test("the shipped policy holds, and the budget reaches the level from which it saves", async () => {
  const outcome = await played({ scenario, bundle: shippedBundle("policy.yaml") });
  expect(failuresOf(outcome)).toEqual([]);
  expect(outcome.notices).toEqual([]);
  expect(outcome.unservable).toEqual([]);
  expect(outcome.checks.at(-1)?.measured).toBeGreaterThan(0.8);
  expect(outcome.summary.degraded).toBeGreaterThan(0);
  expect(outcome.summary.degraded).toBeLessThan(500);
});

test("without fallbacks the shipped policy loses every route of the lost provider", async () => {
  const bundle = withRoutes(shippedBundle("policy.yaml"), (route) => ({
    ...route,
    candidates: route.candidates.slice(0, 1),
  }));
  const outcome = await played({ scenario: nineMinutes, bundle });
  expect(failuresOf(outcome)).toEqual(["availability primary-outage"]);
  expect(advisedPlaces(outcome)).toEqual([
    "/routes/1/candidates",
    "/routes/2/candidates",
    "/routes/3/candidates",
  ]);
});

test("the starter policy fails for its one lonely route, and says where to mend it", async () => {
  const bundle = shippedBundle("starter.yaml");
  const outcome = await played({ scenario: nineMinutes, bundle });
  expect(failuresOf(outcome)).toEqual(["availability primary-outage"]);
  expect(advisedPlaces(outcome)).toEqual(["/routes/1/candidates"]);
  expect(outcome.notices).toHaveLength(1);
});

test("with a candidate of another provider on that route the starter policy holds", async () => {
  const bundle = withRoutes(shippedBundle("starter.yaml"), (route) =>
    route.id === "rest"
      ? { ...route, candidates: [...route.candidates, "anthropic/claude-opus-5-5"] }
      : route,
  );
  expect(failuresOf(await played({ scenario: nineMinutes, bundle }))).toEqual([]);
});
