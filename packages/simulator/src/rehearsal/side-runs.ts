import type { LoadedBundle } from "@switchyard/policy";
import { changeBundle } from "../scenario/change-bundle.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** A rehearsal to hold another one against. */
export interface SideRun {
  /** `control` has no faults but those that are part of the world. */
  readonly kind: "control" | "comparison";
  readonly name: string;
  readonly scenario: Scenario;
  readonly bundle: LoadedBundle;
}

/** The same without what goes wrong: its cost is the incident's own. Undefined: nothing does. */
export function controlOf(scenario: Scenario, bundle: LoadedBundle): SideRun | undefined {
  const ambient = scenario.faults.filter((fault) => fault.ambient === true);
  if (ambient.length === scenario.faults.length) return undefined;
  const calm = { ...scenario, faults: ambient, checks: [], stops: [], comparisons: [] };
  return { kind: "control", name: "control", scenario: calm, bundle };
}

/**
 * The comparisons that a scenario asks for.
 *
 * @throws DocumentError for a change that the policy cannot take
 */
export function comparisonsOf(scenario: Scenario, bundle: LoadedBundle): readonly SideRun[] {
  return scenario.comparisons.map(({ name, set, checks }) => ({
    kind: "comparison",
    name,
    scenario: { ...scenario, checks, stops: [], comparisons: [] },
    bundle: Object.keys(set).length === 0 ? bundle : changeBundle(bundle, set),
  }));
}
