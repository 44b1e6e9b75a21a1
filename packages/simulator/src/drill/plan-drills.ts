import type { Bundle } from "@switchyard/contract";
import { contentHash, endpointsDown, neededDrills, type NeededDrill } from "@switchyard/policy";
import { planRehearsal } from "../rehearsal/rehearsal-plan.ts";
import type { ProviderRoles } from "../rehearsal/provider-roles.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { loadTrace } from "../traces/load-trace.ts";
import { drillScenario } from "./drill-scenario.ts";

/** One drill that is to be rehearsed. */
export interface PlannedDrill {
  readonly needed: NeededDrill;
  readonly scenario: Scenario;
  /** SHA-256 of everything the rehearsal is made of but bundle, seed and number of requests. */
  readonly scenarioSha256: string;
  /** Wall clock at which the loss begins. */
  readonly fromAtMs: number;
}

export interface DrillPlan {
  /** Providers by their share of the scenario's first choices. */
  readonly roles: ProviderRoles;
  /** Of each drill. */
  readonly requests: number;
  readonly drills: readonly PlannedDrill[];
}

/**
 * The drills that a bundle needs under a scenario's traffic: each of the two providers that it
 * calls first most, every loss that the policy claims to survive, and those that are asked for,
 * each cold and hot. A hot loss begins when half of the traffic has passed.
 *
 * @param requests of each drill: the first ones of the trace
 * @param asked further failure domains to lose, such as `provider:openai`
 * @throws DocumentError for names in the scenario's mix that do not exist here
 * @throws ConfigurationError for a trace that cannot be read, a policy that serves nothing, or an
 *   asked loss that nothing of the catalogue is in
 */
export function planDrills(
  bundle: Bundle,
  base: Scenario,
  seed: string,
  requests: number,
  asked: readonly string[] = [],
): DrillPlan {
  endpointsDown(asked, bundle.catalog);
  const calm = { ...base, faults: [], checks: [], opening: {} };
  const { roles, workload } = planRehearsal(bundle, calm, seed, requests);
  const top = [roles["@primary"], roles["@second"]].flatMap((role) => role?.provider ?? []);
  const traffic = withTraceAsHash(base.workload);
  const drills = neededDrills(bundle, top, asked).map((needed): PlannedDrill => {
    const fromSeconds = needed.start === "cold" ? 0 : Math.floor(workload.durationMs / 2_000);
    const scenario = drillScenario(base, needed, fromSeconds, bundle.catalog);
    const { startAtMs, mix, faults, checks } = scenario;
    const scenarioSha256 = contentHash({
      startAtMs,
      workload: traffic,
      mix,
      faults,
      expect: checks.map(({ written }) => written),
    });
    return { needed, scenario, scenarioSha256, fromAtMs: startAtMs + fromSeconds * 1_000 };
  });
  return { roles, requests: workload.requests, drills };
}

/** A file is known by what is in it: its path differs from machine to machine. */
function withTraceAsHash(workload: Scenario["workload"]): Scenario["workload"] {
  if (workload.trace === undefined) return workload;
  // One text: rows come in one spelling, and to canonicalise thousands of them takes a while.
  const rows = JSON.stringify(loadTrace(workload.trace).rows);
  return { ...workload, trace: contentHash({ rows }) };
}
