import type { Bundle, Endpoint } from "@switchyard/contract";
import { domainsOf } from "../analyse/failure-domains.ts";
import { endpointId } from "../plan/endpoint-id.ts";
import { DRILL_STARTS, drillKey, type Drill } from "./drill-record.ts";

/** A drill that a bundle has to show. */
export interface NeededDrill extends Pick<Drill, "lose" | "start"> {
  /** Because much traffic calls the provider first, or because the policy claims to survive it. */
  readonly because: "first-choice" | "claimed";
}

/**
 * The failover drills of a bundle: the loss of each provider that traffic calls first most, and
 * every single loss that `contingency.require` claims to survive, each cold and hot. Losses of two
 * domains at once are proved by `check` and not drilled.
 *
 * @param firstChoices the top providers by their share of first choices, most first; two as a rule
 */
export function neededDrills(
  bundle: Bundle,
  firstChoices: readonly string[],
): readonly NeededDrill[] {
  const losses = [
    ...firstChoices.map((provider) => ({
      lost: `provider:${provider}`,
      because: "first-choice" as const,
    })),
    ...claimedLosses(bundle).map((lost) => ({ lost, because: "claimed" as const })),
  ];
  const drills = new Map<string, NeededDrill>();
  for (const { lost, because } of losses) {
    for (const start of DRILL_STARTS) {
      const drill = { lose: [lost], start, because };
      if (!drills.has(drillKey(drill))) drills.set(drillKey(drill), drill);
    }
  }
  return [...drills.values()];
}

/** Every single domain of a claimed kind that a caller's route has an endpoint in, sorted. */
function claimedLosses({ policy, catalog }: Bundle): readonly string[] {
  const kinds = (policy.contingency?.require ?? []).flatMap(({ lose, of }) =>
    lose === 1 ? [of] : [],
  );
  const callers = policy.routes.filter(
    ({ internal, lifecycle }) => !internal && lifecycle !== "retired",
  );
  const models = new Set(callers.flatMap(({ candidates }) => candidates));
  const endpoints = [...models].flatMap((id): readonly Endpoint[] => {
    const model = catalog.models[id];
    return (model?.regions ?? []).map((region) => ({
      id: endpointId(id, region),
      model: id,
      provider: model?.provider ?? "",
      region,
    }));
  });
  const domains = endpoints.flatMap((endpoint) => domainsOf(catalog, endpoint, kinds));
  return [...new Set(domains)].toSorted();
}
