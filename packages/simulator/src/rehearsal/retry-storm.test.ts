import type { Policy } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import { expect, test } from "vitest";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { rehearse } from "./rehearse.ts";
import type { RehearsalOutcome } from "./rehearsal-outcome.ts";

const scenario = shippedScenario("retry-storm");
const loaded = shippedBundle("policy.yaml");

/** Retries whatever can be retried, and never leaves an endpoint alone. */
function naive({ bundle, ...rest }: LoadedBundle): LoadedBundle {
  const { defaults } = bundle.policy;
  const policy: Policy = {
    ...bundle.policy,
    defaults: {
      ...defaults,
      attempts: { ...defaults.attempts, max: 10, perEndpoint: 3 },
      retryBudget: { tokens: 1_000_000, ratio: 1 },
      breaker: { ...defaults.breaker, consecutiveFailures: 1_000_000, callsMin: 1_000_000 },
    },
  };
  return { ...rest, bundle: { ...bundle, policy } };
}

function measuredOf({ checks }: RehearsalOutcome): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    checks.map(({ check, measured }) => [
      `${check.metric} ${check.written.fault ?? check.written.phase ?? ""}`.trim(),
      measured,
    ]),
  );
}

test("the shipped policy meets five times the load in an outage with hardly a call more", async () => {
  const outcome = await rehearse({ scenario, bundle: loaded });
  expect(outcome.notices).toEqual([]);
  expect(outcome.checks.map(({ status }) => status)).toEqual(outcome.checks.map(() => "passed"));
  const measured = measuredOf(outcome);
  expect(measured["calls-per-ask primary-storm"]).toBeGreaterThan(1);
  expect(measured["time-to-recover primary-storm"]).toBeGreaterThan(0);
});

test("naive retries fail the same scenario by their calls", async () => {
  const outcome = await rehearse({ scenario, bundle: naive(loaded) });
  const failed = outcome.checks.filter(({ status }) => status === "failed");
  expect(failed.map(({ check }) => check.metric)).toContain("calls-per-ask");
  expect(measuredOf(outcome)["calls-per-ask primary-storm"]).toBeGreaterThan(2);
});
